#include "CKernels.h"

// Sixteen neighbouring numbers; the compiler maps them to one, two or four registers.
typedef float lanes __attribute__((vector_size(64), aligned(4)));
enum { LANES = 16, ROWS = 6 };

// C[0..<height, 0..<16 width] of one tile. After inlining with constant sizes the sums live in
// registers: 6 x 4 of AVX-512, 6 x 1 pairs of AVX2.
static inline __attribute__((always_inline)) void tile(
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
static inline __attribute__((always_inline)) void panel(
    int width, long rows, long columns, long inner, const float *a, const float *b, float *c) {
  long r = 0;
  for (; r + ROWS <= rows; r += ROWS) {
    tile(ROWS, width, inner, a + r * inner, b, columns, c + r * columns);
  }
  for (; r < rows; r++) tile(1, width, inner, a + r * inner, b, columns, c + r * columns);
}

// `width`: how many groups of 16 columns a tile takes where there are enough.
static inline __attribute__((always_inline)) void multiply(
    int width, long rows, long columns, long inner, const float *a, const float *b, float *c) {
  long column = 0;
  for (; column + width * LANES <= columns; column += width * LANES) {
    panel(width, rows, columns, inner, a, b + column, c + column);
  }
  for (; column < columns; column += LANES) {
    panel(1, rows, columns, inner, a, b + column, c + column);
  }
}

static void multiply_portable(
    long rows, long columns, long inner, const float *a, const float *b, float *c) {
  multiply(1, rows, columns, inner, a, b, c);
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) static void multiply_avx2(
    long rows, long columns, long inner, const float *a, const float *b, float *c) {
  multiply(1, rows, columns, inner, a, b, c);
}

__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,fma"))) static void multiply_avx512(
    long rows, long columns, long inner, const float *a, const float *b, float *c) {
  multiply(4, rows, columns, inner, a, b, c);
}

// 0: portable, 1: AVX2 with FMA, 2: AVX-512.
static int level(void) {
  static int known = -1;  // Every thread would store the same value.
  int found = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (found >= 0) return found;
  __builtin_cpu_init();
  found = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                  __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
              ? 2
          : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 1
                                                                             : 0;
  __atomic_store_n(&known, found, __ATOMIC_RELAXED);
  return found;
}
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

const char *tgnas_vector_instructions(void) {
#if defined(__x86_64__)
  switch (level()) {
    case 2: return "AVX-512";
    case 1: return "AVX2";
  }
#endif
  return "portable";
}
