#include "CKernels.h"

#include "lanes.h"

#include <stddef.h>

// C[0..<height, 0..<16 width] of one tile. After inlining with constant sizes the sums live in
// registers: 6 x 4 of AVX-512, 6 x 1 pairs of AVX2.
INLINE void tile(
    int height, int width, long inner, const float *a, const float *b, long columns, float *c) {
  lanes sums[ROWS][4] = {{{0}}};
  for (long k = 0; k < inner; k++) {
    const lanes *row = (const lanes *)(b + k * columns);
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

// All rows of `16 width` columns.
INLINE void panel(
    int width, long rows, long columns, long inner, const float *a, const float *b, float *c) {
  long r = 0;
  for (; r + ROWS <= rows; r += ROWS) {
    tile(ROWS, width, inner, a + r * inner, b, columns, c + r * columns);
  }
  for (; r < rows; r++) tile(1, width, inner, a + r * inner, b, columns, c + r * columns);
}

// `width`: how many groups of 16 columns a tile takes where there are enough.
INLINE void multiply(
    int width, long rows, long columns, long inner, const float *a, const float *b, float *c) {
  long column = 0;
  for (; column + width * LANES <= columns; column += width * LANES) {
    panel(width, rows, columns, inner, a, b + column, c + column);
  }
  for (; column < columns; column += LANES) {
    panel(1, rows, columns, inner, a, b + column, c + column);
  }
}

// The sum of sixteen numbers, always in the same order.
INLINE float total(const lanes *x) {
  float parts[LANES];
  __builtin_memcpy(parts, x, sizeof parts);
  for (int step = LANES / 2; step > 0; step /= 2) {
    for (int i = 0; i < step; i++) parts[i] += parts[i + step];
  }
  return parts[0];
}

// z of one node: its own part, what its neighbours say, and the bias. After inlining with a constant width
// it stays in registers.
INLINE void listen(
    long width, tgnas_adjacency down, tgnas_adjacency up, long node, const float *own,
    const float *mixed, const float *bias, lanes *z) {
  for (long c = 0; c < width / LANES; c++) {
    z[c] = *(const lanes *)(own + c * LANES) + *(const lanes *)(bias + c * LANES);
  }
  for (int e = down.starts[node]; e < down.starts[node + 1]; e++) {
    const float *message = mixed + (long)down.neighbours[e] * 3 * width + width;
    for (long c = 0; c < width / LANES; c++) {
      z[c] += down.weights[e] * *(const lanes *)(message + c * LANES);
    }
  }
  for (int e = up.starts[node]; e < up.starts[node + 1]; e++) {
    const float *message = mixed + (long)up.neighbours[e] * 3 * width + 2 * width;
    for (long c = 0; c < width / LANES; c++) {
      z[c] += up.weights[e] * *(const lanes *)(message + c * LANES);
    }
  }
}

INLINE void update_nodes(
    long nodes, long width, const int *own, tgnas_adjacency down, tgnas_adjacency up,
    const float *mixed, const float *bias, const float *scale, float epsilon, const float *before,
    float *after, float *normalised, float *inverse_deviations) {
  enum { WIDEST = 4096 };
  lanes z[WIDEST / LANES];
  for (long node = 0; node < nodes; node++) {
    long row = own ? own[node] : node;
    listen(width, down, up, node, mixed + row * 3 * width, mixed, bias, z);
    lanes sum = {0};
    for (long c = 0; c < width / LANES; c++) sum += z[c];
    float mean = total(&sum) / (float)width;
    lanes squares = {0};
    for (long c = 0; c < width / LANES; c++) {
      z[c] -= mean;
      squares += z[c] * z[c];
    }
    float inverse = 1 / __builtin_elementwise_sqrt(total(&squares) / (float)width + epsilon);
    for (long c = 0; c < width / LANES; c++) {
      lanes x = z[c] * inverse;
      if (normalised) *(lanes *)(normalised + node * width + c * LANES) = x;
      lanes y = x * *(const lanes *)(scale + c * LANES);
      // A comparison gives all ones or all zeros in each lane.
      typedef int mask __attribute__((vector_size(64), aligned(4)));
      lanes active = (lanes)((mask)y & (y > 0));
      *(lanes *)(after + node * width + c * LANES) =
          *(const lanes *)(before + row * width + c * LANES) + active;
    }
    if (inverse_deviations) inverse_deviations[node] = inverse;
  }
}

INLINE void update(
    long nodes, long width, const int *own, tgnas_adjacency down, tgnas_adjacency up,
    const float *mixed, const float *bias, const float *scale, float epsilon, const float *before,
    float *after, float *normalised, float *inverse_deviations) {
  // The width of the weights that are shipped, so that the compiler knows it.
  enum { USUAL = 64 };
  if (width == USUAL) {
    update_nodes(
        nodes, USUAL, own, down, up, mixed, bias, scale, epsilon, before, after, normalised,
        inverse_deviations);
  } else {
    update_nodes(
        nodes, width, own, down, up, mixed, bias, scale, epsilon, before, after, normalised,
        inverse_deviations);
  }
}

// One copy of every kernel for each level of vector instructions.
#define KERNELS(LEVEL, TARGET, WIDTH)                                                             \
  TARGET static void multiply_##LEVEL(                                                            \
      long rows, long columns, long inner, const float *a, const float *b, float *c) {            \
    multiply(WIDTH, rows, columns, inner, a, b, c);                                               \
  }                                                                                               \
  TARGET static void update_##LEVEL(                                                              \
      long nodes, long width, const int *own, tgnas_adjacency down, tgnas_adjacency up,           \
      const float *mixed, const float *bias, const float *scale, float epsilon,                   \
      const float *before, float *after, float *normalised, float *inverse_deviations) {          \
    update(                                                                                       \
        nodes, width, own, down, up, mixed, bias, scale, epsilon, before, after, normalised,      \
        inverse_deviations);                                                                      \
  }

KERNELS(portable, , 1)
#if defined(__x86_64__)
KERNELS(avx2, AVX2, 1)
KERNELS(avx512, AVX512, 4)
#endif

void tgnas_multiply_rows(
    long rows, long columns, long inner, const float *a, const float *b, float *c) {
#if defined(__x86_64__)
  switch (level()) {
    case 2: multiply_avx512(rows, columns, inner, a, b, c); return;
    case 1: multiply_avx2(rows, columns, inner, a, b, c); return;
  }
#endif
  multiply_portable(rows, columns, inner, a, b, c);
}

void tgnas_update_nodes(
    long nodes, long width, const int *own, tgnas_adjacency down, tgnas_adjacency up,
    const float *mixed, const float *bias, const float *scale, float epsilon, const float *before,
    float *after, float *normalised, float *inverse_deviations) {
#if defined(__x86_64__)
  switch (level()) {
    case 2:
      update_avx512(
          nodes, width, own, down, up, mixed, bias, scale, epsilon, before, after, normalised,
          inverse_deviations);
      return;
    case 1:
      update_avx2(
          nodes, width, own, down, up, mixed, bias, scale, epsilon, before, after, normalised,
          inverse_deviations);
      return;
  }
#endif
  update_portable(
      nodes, width, own, down, up, mixed, bias, scale, epsilon, before, after, normalised,
      inverse_deviations);
}

const char *tgnas_vector_instructions(void) {
#if defined(__x86_64__)
  switch (level()) {
    case 2: return "AVX-512";
    case 1: return "AVX2";
  }
#endif
  return "portable";
}
