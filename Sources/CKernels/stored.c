#include "CKernels.h"
#include "lanes.h"
#include "tiles.h"

#include <string.h>

// DEPTH numbers of each column are unpacked at once; with 16 columns they are 16 KB, with 64 columns 64 KB.
// It is a multiple of every block's length.
enum { DEPTH = 256, BLOCK = 32 };

INLINE float half(const unsigned char *bytes) {
  unsigned short bits;
  memcpy(&bits, bytes, sizeof bits);
  unsigned magnitude = (unsigned)(bits & 0x7FFF) << 13;
  float value;
  memcpy(&value, &magnitude, sizeof value);
  value *= 0x1p112f;
  memcpy(&magnitude, &value, sizeof value);
  if ((bits & 0x7C00) == 0x7C00) magnitude = (unsigned)(bits & 0x7FFF) << 13 | 0x7F800000u;
  magnitude |= (unsigned)(bits & 0x8000) << 16;
  memcpy(&value, &magnitude, sizeof value);
  return value;
}

INLINE float brain(const unsigned char *bytes) {
  unsigned short upper;
  memcpy(&upper, bytes, sizeof upper);
  unsigned bits = (unsigned)upper << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// One block of 32 numbers, as ggml lays it out: a scale, where there is one a lowest value, and then whole
// numbers; of those with four bits the first sixteen stand in the lower halves of the bytes.
INLINE void unpack_block(tgnas_format format, const unsigned char *block, float *numbers) {
  switch (format) {
    case TGNAS_Q8_0: {
      float scale = half(block);
      const signed char *whole = (const signed char *)(block + 2);
      for (int i = 0; i < BLOCK; i++) numbers[i] = scale * whole[i];
      return;
    }
    case TGNAS_Q4_0: {
      float scale = half(block);
      for (int i = 0; i < BLOCK / 2; i++) {
        numbers[i] = scale * ((block[2 + i] & 15) - 8);
        numbers[i + BLOCK / 2] = scale * ((block[2 + i] >> 4) - 8);
      }
      return;
    }
    case TGNAS_Q4_1: {
      float scale = half(block), lowest = half(block + 2);
      for (int i = 0; i < BLOCK / 2; i++) {
        // A product and a sum, rounded one after the other, as the naive twin does it.
        float low = scale * (block[4 + i] & 15), high = scale * (block[4 + i] >> 4);
        numbers[i] = low + lowest;
        numbers[i + BLOCK / 2] = high + lowest;
      }
      return;
    }
    default: return;
  }
}

static inline long row_bytes(tgnas_format format, long inner) {
  switch (format) {
    case TGNAS_F32: return 4 * inner;
    case TGNAS_F16:
    case TGNAS_BF16: return 2 * inner;
    case TGNAS_Q8_0: return inner / BLOCK * 34;
    case TGNAS_Q4_0: return inner / BLOCK * 18;
    case TGNAS_Q4_1: return inner / BLOCK * 20;
  }
  return 0;
}

// `count` columns of B from `start` on, `depth` numbers of each, to wide[depth, stride]. What no column fills
// is 0.
INLINE void unpack(
    tgnas_format format, const unsigned char *b, long inner, long start, long depth, int count,
    int stride, float *wide) {
#pragma clang fp contract(off)
  long bytes = row_bytes(format, inner), skipped = row_bytes(format, start);
  if (count < stride) memset(wide, 0, sizeof(float) * depth * stride);
  for (int column = 0; column < count; column++) {
    const unsigned char *row = b + column * bytes + skipped;
    switch (format) {
      case TGNAS_F32:
        for (long k = 0; k < depth; k++) memcpy(wide + k * stride + column, row + 4 * k, 4);
        break;
      case TGNAS_F16:
        for (long k = 0; k < depth; k++) wide[k * stride + column] = half(row + 2 * k);
        break;
      case TGNAS_BF16:
        for (long k = 0; k < depth; k++) wide[k * stride + column] = brain(row + 2 * k);
        break;
      default: {
        long size = row_bytes(format, BLOCK);
        for (long first = 0; first < depth; first += BLOCK, row += size) {
          float numbers[BLOCK];
          unpack_block(format, row, numbers);
          for (int i = 0; i < BLOCK; i++) wide[(first + i) * stride + column] = numbers[i];
        }
      }
    }
  }
}

#define PANEL(WIDTH)                                                                              \
  for (; column + WIDTH * LANES <= columns; column += WIDTH * LANES) {                            \
    unpack(                                                                                       \
        format, b + column * bytes, inner, start, depth, WIDTH * LANES, WIDTH * LANES, wide);     \
    panel(WIDTH, rows, depth, a + start, inner, wide, columns, c + column);                       \
  }

// One copy for each level of vector instructions. The last columns, fewer than sixteen, go by a copy of C.
#define KERNEL(LEVEL, TARGET, WIDTH)                                                              \
  TARGET static void multiply_##LEVEL(                                                            \
      long rows, long columns, long inner, const float *a, const unsigned char *b,                \
      tgnas_format format, float *c) {                                                            \
    float wide[DEPTH * WIDTH * LANES];                                                            \
    long bytes = row_bytes(format, inner);                                                        \
    for (long start = 0; start < inner; start += DEPTH) {                                         \
      long depth = inner - start < DEPTH ? inner - start : DEPTH;                                 \
      long column = 0;                                                                            \
      PANEL(WIDTH)                                                                                \
      if (WIDTH > 1) PANEL(1)                                                                     \
      if (column == columns) continue;                                                            \
      int last = columns - column;                                                                \
      unpack(format, b + column * bytes, inner, start, depth, last, LANES, wide);                 \
      for (long r = 0; r < rows; r++) {                                                           \
        float sums[LANES] = {0};                                                                  \
        memcpy(sums, c + r * columns + column, sizeof(float) * last);                             \
        tile(1, 1, depth, a + r * inner + start, inner, wide, LANES, sums);                       \
        memcpy(c + r * columns + column, sums, sizeof(float) * last);                             \
      }                                                                                           \
    }                                                                                             \
  }

KERNEL(portable, , 1)
#if defined(__x86_64__)
KERNEL(avx2, AVX2, 1)
KERNEL(avx512, AVX512, 4)
#endif

void tgnas_add_product_with_stored(
    long rows, long columns, long inner, const float *a, const void *b, tgnas_format format,
    float *c) {
#if defined(__x86_64__)
  switch (level()) {
    case 2: multiply_avx512(rows, columns, inner, a, b, format, c); return;
    case 1: multiply_avx2(rows, columns, inner, a, b, format, c); return;
  }
#endif
  multiply_portable(rows, columns, inner, a, b, format, c);
}

void tgnas_unpack(const void *b, tgnas_format format, long count, float *numbers) {
  long step = 4096;
  for (long start = 0; start < count; start += step) {
    long depth = count - start < step ? count - start : step;
    unpack(format, b, count, start, depth, 1, 1, numbers + start);
  }
}
