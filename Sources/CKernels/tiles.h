// Products of tiles: a few rows by up to 64 columns, whose sums stay in registers.
#pragma once

#include "lanes.h"

enum { WIDEST = 4 };

// C[0..<height, 0..<16 width] += A B for one tile: `a` has rows of `inner` numbers, of which `depth` count;
// `b` is [depth, 16 width] without gaps.
INLINE void tile(
    int height, int width, long depth, const float *a, long inner, const float *b, long columns,
    float *c) {
  lanes sums[ROWS][WIDEST];
#pragma clang loop unroll(full)
  for (int r = 0; r < height; r++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < width; v++) sums[r][v] = *(const lanes *)(c + r * columns + v * LANES);
  }
  for (long k = 0; k < depth; k++) {
    const lanes *row = (const lanes *)(b + k * width * LANES);
#pragma clang loop unroll(full)
    for (int r = 0; r < height; r++) {
#pragma clang loop unroll(full)
      for (int v = 0; v < width; v++) sums[r][v] += a[r * inner + k] * row[v];
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < height; r++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < width; v++) *(lanes *)(c + r * columns + v * LANES) = sums[r][v];
  }
}

// All rows of `16 width` columns, in tiles of nearly equal height.
INLINE void panel(
    int width, long rows, long depth, const float *a, long inner, const float *b, long columns,
    float *c) {
  long tiles = (rows + ROWS - 1) / ROWS;
  for (long t = 0; t < tiles; t++) {
    long first = rows * t / tiles;
    const float *x = a + first * inner;
    float *y = c + first * columns;
    switch (rows * (t + 1) / tiles - first) {
      case 6: tile(6, width, depth, x, inner, b, columns, y); break;
      case 5: tile(5, width, depth, x, inner, b, columns, y); break;
      case 4: tile(4, width, depth, x, inner, b, columns, y); break;
      case 3: tile(3, width, depth, x, inner, b, columns, y); break;
      case 2: tile(2, width, depth, x, inner, b, columns, y); break;
      case 1: tile(1, width, depth, x, inner, b, columns, y); break;
    }
  }
}
