#include "CKernels.h"
#include "lanes.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// DEPTH rows of B are widened at once: with 64 columns 64 KB, which stay in the cache. A row lies far from
// the one before it, where no processor looks by itself, so it is asked for AHEAD of its turn.
enum { DEPTH = 256, AHEAD = 12, WIDEST = 4 };

// Every half is exact in single precision: the exponent's field moves in place, and a multiplication by
// 2^112 corrects its bias and normalises what is subnormal.
INLINE void widen_portable(const unsigned short *halves, float *singles) {
  for (int i = 0; i < LANES; i++) {
    unsigned magnitude = (unsigned)(halves[i] & 0x7FFF) << 13, bits;
    float value;
    memcpy(&value, &magnitude, sizeof value);
    value *= 0x1p112f;
    memcpy(&bits, &value, sizeof bits);
    if (magnitude >= 0x7C00u << 13) bits = magnitude | 0x7F800000u;
    bits |= (unsigned)(halves[i] & 0x8000) << 16;
    memcpy(singles + i, &bits, sizeof bits);
  }
}

#if defined(__x86_64__)
AVX2 INLINE void widen_avx2(const unsigned short *halves, float *singles) {
  _mm256_storeu_ps(singles, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)halves)));
  _mm256_storeu_ps(singles + 8, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(halves + 8))));
}

AVX512 INLINE void widen_avx512(const unsigned short *halves, float *singles) {
  _mm512_storeu_ps(singles, _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)halves)));
}
#endif

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

#define PANEL(LEVEL, WIDTH)                                                                       \
  for (; column + WIDTH * LANES <= columns; column += WIDTH * LANES) {                            \
    for (long k = 0; k < depth; k++) {                                                            \
      const unsigned short *row = b + (start + k) * columns + column;                             \
      __builtin_prefetch(row + AHEAD * columns);                                                  \
      __builtin_prefetch(row + AHEAD * columns + WIDTH * LANES - 1);                              \
      for (int v = 0; v < WIDTH; v++) {                                                           \
        widen_##LEVEL(row + v * LANES, wide + (k * WIDTH + v) * LANES);                           \
      }                                                                                           \
    }                                                                                             \
    panel(WIDTH, rows, depth, a + start, inner, wide, columns, c + column);                       \
  }

// One copy for each level of vector instructions. The last columns, fewer than sixteen, go one by one.
#define KERNEL(LEVEL, TARGET, WIDTH)                                                              \
  TARGET static void multiply_##LEVEL(                                                            \
      long rows, long columns, long inner, const float *a, const unsigned short *b, float *c) {   \
    float wide[DEPTH * WIDTH * LANES];                                                            \
    long column = 0;                                                                              \
    for (long start = 0; start < inner; start += DEPTH) {                                         \
      long depth = inner - start < DEPTH ? inner - start : DEPTH;                                 \
      column = 0;                                                                                 \
      PANEL(LEVEL, WIDTH)                                                                         \
      if (WIDTH > 1) PANEL(LEVEL, 1)                                                              \
    }                                                                                             \
    for (; column < columns; column++) {                                                          \
      for (long k = 0; k < inner; k++) {                                                          \
        unsigned short last[LANES] = {b[k * columns + column]};                                   \
        widen_##LEVEL(last, wide);                                                                \
        for (long r = 0; r < rows; r++) c[r * columns + column] += a[r * inner + k] * wide[0];    \
      }                                                                                           \
    }                                                                                             \
  }

KERNEL(portable, , 1)
#if defined(__x86_64__)
KERNEL(avx2, AVX2, 1)
KERNEL(avx512, AVX512, 4)
#endif

void tgnas_add_product_with_halves(
    long rows, long columns, long inner, const float *a, const unsigned short *b, float *c) {
#if defined(__x86_64__)
  switch (level()) {
    case 2: multiply_avx512(rows, columns, inner, a, b, c); return;
    case 1: multiply_avx2(rows, columns, inner, a, b, c); return;
  }
#endif
  multiply_portable(rows, columns, inner, a, b, c);
}
