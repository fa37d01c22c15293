// Kernels on feature maps, for one kind of numbers. Included once for each kind, with NUMBER, VECTOR,
// COUNT (numbers of a vector) and NAME(x).

typedef NUMBER VECTOR __attribute__((vector_size(64), aligned(sizeof(NUMBER))));
enum { COUNT = 64 / sizeof(NUMBER) };

#define LOAD(place) (*(const VECTOR *)(place))
#define STORE(place) (*(VECTOR *)(place))

// The sum of a vector's numbers, always in the same order: halves are added until one number is left.
INLINE NUMBER NAME(vector_sum)(const VECTOR *x) {
  typedef NUMBER half __attribute__((vector_size(32)));
  typedef NUMBER quarter __attribute__((vector_size(16)));
  half halves[2];
  __builtin_memcpy(halves, x, sizeof halves);
  halves[0] += halves[1];
  quarter quarters[2];
  __builtin_memcpy(quarters, halves, sizeof quarters);
  quarters[0] += quarters[1];
  NUMBER parts[COUNT / 4];
  __builtin_memcpy(parts, quarters, sizeof parts);
  return COUNT == 16 ? parts[0] + parts[COUNT / 8] + (parts[1] + parts[COUNT / 4 - 1])
                     : parts[0] + parts[1];
}

// C[0..<height, 0..<width vectors]: sums over rows of B that begin anywhere. With constant sizes the
// sums live in registers.
INLINE void NAME(shifted_tile)(
    int height, int width, long inner, const NUMBER *a, const NUMBER *const *b, long offset, long column,
    NUMBER *c, long pitch) {
  VECTOR sums[ROWS][4] = {{{0}}};
  for (long k = 0; k < inner; k++) {
    const NUMBER *row = b[k] + offset + column;
#pragma clang loop unroll(full)
    for (int r = 0; r < height; r++) {
#pragma clang loop unroll(full)
      for (int v = 0; v < width; v++) sums[r][v] += a[r * inner + k] * LOAD(row + v * COUNT);
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < height; r++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < width; v++) STORE(c + r * pitch + column + v * COUNT) = sums[r][v];
  }
}

// All rows of `width` vectors of columns.
INLINE void NAME(shifted_panel)(
    int width, long rows, long inner, const NUMBER *a, const NUMBER *const *b, long offset, long column,
    NUMBER *c, long pitch) {
  long r = 0;
  for (; r + ROWS <= rows; r += ROWS) {
    NAME(shifted_tile)(ROWS, width, inner, a + r * inner, b, offset, column, c + r * pitch, pitch);
  }
  for (; r + 2 <= rows; r += 2) {
    NAME(shifted_tile)(2, width, inner, a + r * inner, b, offset, column, c + r * pitch, pitch);
  }
  for (; r < rows; r++) {
    NAME(shifted_tile)(1, width, inner, a + r * inner, b, offset, column, c + r * pitch, pitch);
  }
}

INLINE void NAME(shifted_products)(
    int width, long rows, long columns, long inner, const NUMBER *a, const NUMBER *const *b,
    long offset, NUMBER *c, long pitch) {
  long column = 0;
  for (; column + (width - 1) * COUNT < columns; column += width * COUNT) {
    NAME(shifted_panel)(width, rows, inner, a, b, offset, column, c, pitch);
  }
  if (width > 3 && column + 2 * COUNT < columns) {
    NAME(shifted_panel)(3, rows, inner, a, b, offset, column, c, pitch);
    return;
  }
  if (width > 2 && column + COUNT < columns) {
    NAME(shifted_panel)(2, rows, inner, a, b, offset, column, c, pitch);
    return;
  }
  for (; column < columns; column += COUNT) {
    NAME(shifted_panel)(1, rows, inner, a, b, offset, column, c, pitch);
  }
}

// C[0..<height, 0..<width] += sums over images and columns of rows of G times rows of B.
INLINE void NAME(dots_tile)(
    int height, int width, long columns, long images, const NUMBER *g, long pitch, long g_step,
    const NUMBER *const *b, long b_step, NUMBER *c, long inner) {
  VECTOR sums[ROWS][4] = {{{0}}};
  for (long image = 0; image < images; image++) {
    const NUMBER *rows = g + image * g_step;
    const NUMBER *lines[4];
#pragma clang loop unroll(full)
    for (int k = 0; k < width; k++) lines[k] = b[k] + image * b_step;
    for (long column = 0; column < columns; column += COUNT) {
      VECTOR seen[4];
#pragma clang loop unroll(full)
      for (int k = 0; k < width; k++) seen[k] = LOAD(lines[k] + column);
#pragma clang loop unroll(full)
      for (int r = 0; r < height; r++) {
        VECTOR row = LOAD(rows + r * pitch + column);
#pragma clang loop unroll(full)
        for (int k = 0; k < width; k++) sums[r][k] += row * seen[k];
      }
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < height; r++) {
#pragma clang loop unroll(full)
    for (int k = 0; k < width; k++) c[r * inner + k] += NAME(vector_sum)(&sums[r][k]);
  }
}

INLINE void NAME(dots_panel)(
    int height, int width, long inner, long columns, long images, const NUMBER *g, long pitch,
    long g_step, const NUMBER *const *b, long b_step, NUMBER *c) {
  long k = 0;
  for (; k + width <= inner; k += width) {
    NAME(dots_tile)
    (height, width, columns, images, g, pitch, g_step, b + k, b_step, c + k, inner);
  }
  for (; k < inner; k++) {
    NAME(dots_tile)(height, 1, columns, images, g, pitch, g_step, b + k, b_step, c + k, inner);
  }
}

INLINE void NAME(shifted_dots)(
    int width, long rows, long inner, long columns, long images, const NUMBER *g, long pitch,
    long g_step, const NUMBER *const *b, long b_step, NUMBER *c) {
  // Half a tile of AVX2, which has half as many registers.
  enum { HALF = ROWS / 2 };
  long r = 0;
  if (width > 2) {
    for (; r + ROWS <= rows; r += ROWS) {
      NAME(dots_panel)
      (ROWS, 4, inner, columns, images, g + r * pitch, pitch, g_step, b, b_step, c + r * inner);
    }
  } else {
    for (; r + HALF <= rows; r += HALF) {
      NAME(dots_panel)
      (HALF, 2, inner, columns, images, g + r * pitch, pitch, g_step, b, b_step, c + r * inner);
    }
  }
  for (; r + 2 <= rows; r += 2) {
    NAME(dots_panel)
    (2, 2, inner, columns, images, g + r * pitch, pitch, g_step, b, b_step, c + r * inner);
  }
  for (; r < rows; r++) {
    NAME(dots_panel)
    (1, 4, inner, columns, images, g + r * pitch, pitch, g_step, b, b_step, c + r * inner);
  }
}

// The largest of the rows of B in each column, and the first that has it.
INLINE void NAME(largest_of_shifted)(
    long columns, long inner, const NUMBER *const *b, NUMBER *restrict y, int *restrict chosen) {
  for (long column = 0; column < columns; column++) {
    y[column] = b[0][column];
    chosen[column] = 0;
  }
  for (long k = 1; k < inner; k++) {
    const NUMBER *restrict row = b[k];
    for (long column = 0; column < columns; column++) {
      int isLarger = row[column] > y[column];
      chosen[column] = isLarger ? (int)k : chosen[column];
      y[column] = isLarger ? row[column] : y[column];
    }
  }
}

// A long line is summed up in double precision, piece by piece.
enum { NAME(PIECE) = 256 * COUNT };

INLINE void NAME(line_moments)(long count, const NUMBER *x, double centre, double *moments) {
  NUMBER middle = (NUMBER)centre;
  for (long start = 0; start < count; start += NAME(PIECE)) {
    long length = count - start < NAME(PIECE) ? count - start : NAME(PIECE);
    const NUMBER *piece = x + start;
    VECTOR sum = {0}, squares = {0};
    long i = 0;
    for (; i + COUNT <= length; i += COUNT) {
      VECTOR difference = LOAD(piece + i) - middle;
      sum += difference;
      squares += difference * difference;
    }
    double rest = 0, restSquares = 0;
    for (; i < length; i++) {
      double difference = (double)(piece[i] - middle);
      rest += difference;
      restSquares += difference * difference;
    }
    moments[0] += NAME(vector_sum)(&sum) + rest;
    moments[1] += NAME(vector_sum)(&squares) + restSquares;
  }
}

INLINE void NAME(gradient_moments)(
    long count, const NUMBER *g, const NUMBER *x, NUMBER centre, double *moments) {
  for (long start = 0; start < count; start += NAME(PIECE)) {
    long length = count - start < NAME(PIECE) ? count - start : NAME(PIECE);
    const NUMBER *arriving = g + start, *piece = x + start;
    VECTOR sum = {0}, products = {0};
    long i = 0;
    for (; i + COUNT <= length; i += COUNT) {
      VECTOR row = LOAD(arriving + i);
      sum += row;
      products += row * (LOAD(piece + i) - centre);
    }
    double rest = 0, restProducts = 0;
    for (; i < length; i++) {
      rest += arriving[i];
      restProducts += (double)arriving[i] * (piece[i] - centre);
    }
    moments[0] += NAME(vector_sum)(&sum) + rest;
    moments[1] += NAME(vector_sum)(&products) + restProducts;
  }
}

INLINE void NAME(scale_line)(
    long count, const NUMBER *restrict x, NUMBER centre, NUMBER factor, NUMBER shift,
    NUMBER *restrict y) {
  for (long i = 0; i < count; i++) y[i] = (x[i] - centre) * factor + shift;
}

INLINE void NAME(add_norm_gradient)(
    long count, const NUMBER *restrict g, const NUMBER *restrict x, NUMBER centre, NUMBER factor,
    NUMBER mean, NUMBER slope, NUMBER *restrict back) {
  for (long i = 0; i < count; i++) back[i] += factor * g[i] - mean - slope * (x[i] - centre);
}

INLINE void NAME(rectify)(long count, const NUMBER *restrict x, NUMBER *restrict y) {
  for (long i = 0; i < count; i++) y[i] = x[i] < 0 ? 0 : x[i];
}

INLINE void NAME(add_rectifier_gradient)(
    long count, const NUMBER *restrict x, const NUMBER *restrict g, NUMBER *restrict back) {
  for (long i = 0; i < count; i++) back[i] += x[i] > 0 ? g[i] : 0;
}

INLINE void NAME(add_line)(long count, const NUMBER *restrict x, NUMBER *restrict y) {
  for (long i = 0; i < count; i++) y[i] += x[i];
}

LEVELS_BY_WIDTH(
    NAME(shifted_products),
    (long rows, long columns, long inner, const NUMBER *a, const NUMBER *const *b,
     long offset, NUMBER *c, long pitch),
    rows, columns, inner, a, b, offset, c, pitch)
LEVELS_BY_WIDTH(
    NAME(shifted_dots),
    (long rows, long inner, long columns, long images, const NUMBER *g, long pitch, long g_step,
     const NUMBER *const *b, long b_step, NUMBER *c),
    rows, inner, columns, images, g, pitch, g_step, b, b_step, c)
LEVELS(
    NAME(largest_of_shifted),
    (long columns, long inner, const NUMBER *const *b, NUMBER *y, int *chosen), columns, inner, b,
    y, chosen)
LEVELS(
    NAME(line_moments), (long count, const NUMBER *x, double centre, double *moments), count, x,
    centre, moments)
LEVELS(
    NAME(gradient_moments),
    (long count, const NUMBER *g, const NUMBER *x, NUMBER centre, double *moments), count, g, x,
    centre, moments)
LEVELS(
    NAME(scale_line),
    (long count, const NUMBER *x, NUMBER centre, NUMBER factor, NUMBER shift, NUMBER *y), count, x,
    centre, factor, shift, y)
LEVELS(
    NAME(add_norm_gradient),
    (long count, const NUMBER *g, const NUMBER *x, NUMBER centre, NUMBER factor, NUMBER mean,
     NUMBER slope, NUMBER *back),
    count, g, x, centre, factor, mean, slope, back)
LEVELS(NAME(rectify), (long count, const NUMBER *x, NUMBER *y), count, x, y)
LEVELS(
    NAME(add_rectifier_gradient),
    (long count, const NUMBER *x, const NUMBER *g, NUMBER *back), count, x, g, back)
LEVELS(NAME(add_line), (long count, const NUMBER *x, NUMBER *y), count, x, y)

#undef LOAD
#undef STORE
