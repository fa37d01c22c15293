#include "CKernels.h"
#include "lanes.h"
#include "tiles.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// DEPTH rows of B are widened at once: with 64 columns 64 KB, which stay in the cache. A row lies far from
// the one before it, where no processor looks by itself, so it is asked for AHEAD of its turn.
enum { DEPTH = 256, AHEAD = 12 };

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
