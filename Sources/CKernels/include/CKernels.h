// Kernels for the scoring engine whose results do not depend on where a row stands.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// C = A B, stored row by row without gaps: A is [rows, inner], B [inner, columns], C [rows, columns];
/// columns is a multiple of 16.
///
/// Every element is one sum over `inner` in rising order, with fused multiply-adds where the
/// processor has them. So a row of C depends on the same row of A alone, to the last bit: not on its
/// position, not on the number of rows, not on the width of the processor's vectors. OpenBLAS's
/// kernels do not promise that, and some break it.
void tgnas_multiply_rows(
    long rows, long columns, long inner, const float *a, const float *b, float *c);

/// C += A B, stored row by row without gaps: A is [rows, inner], B [inner, columns] of IEEE halves, which
/// are exact in single precision, C [rows, columns] of any size.
///
/// Every element is one sum over `inner` in rising order that begins with what is there, so that a row of C
/// depends on the same rows of A and C alone, to the last bit. Halves are half as much to fetch from memory,
/// which is what a product with few rows waits for.
void tgnas_add_product_with_halves(
    long rows, long columns, long inner, const float *a, const unsigned short *b, float *c);

/// How numbers are laid out in a model's file. Those from Q4_0 on come in blocks of 32, as ggml has them: a half
/// for the scale, in Q4_1 a half for the lowest value, then whole numbers of four or eight bits.
typedef enum { TGNAS_F32, TGNAS_F16, TGNAS_BF16, TGNAS_Q4_0, TGNAS_Q4_1, TGNAS_Q8_0 } tgnas_format;

/// C += A B', stored row by row without gaps: A is [rows, inner], B [columns, inner] as it lies in a file, C
/// [rows, columns]. Where numbers come in blocks, inner is a multiple of 32.
///
/// Every element is one sum over `inner` in rising order that begins with what is there, as above.
void tgnas_add_product_with_stored(
    long rows, long columns, long inner, const float *a, const void *b, tgnas_format format,
    float *c);

/// `count` numbers as they lie in a file, in single precision.
void tgnas_unpack(const void *b, tgnas_format format, long count, float *numbers);

/// The edges along which one node hears of others: those of node n are starts[n] up to starts[n + 1].
typedef struct {
  const int *starts;
  const int *neighbours;
  const float *weights;
} tgnas_adjacency;

/// What a layer of the directed graph network does between its matrix product and the next one, for
/// `nodes` nodes with `width` channels (a multiple of 16):
///
///     z = own + sum of down messages + sum of up messages + bias
///     after = before + ReLU(scale * LayerNorm(z))
///
/// `mixed` is [rows, 3 width]: own part, message to consumers, message to producers. `before` is
/// [rows, width]. Neighbours are rows, and `own` [nodes] is the row of each node itself; where it is null, nodes
/// are rows. `after` is [nodes, width] and may be `before` when `own` is null. `normalised` [nodes, width] and
/// `inverse_deviations` [nodes] receive what the gradient needs; both may be null.
void tgnas_update_nodes(
    long nodes, long width, const int *own, tgnas_adjacency down, tgnas_adjacency up,
    const float *mixed, const float *bias, const float *scale, float epsilon, const float *before,
    float *after, float *normalised, float *inverse_deviations);

/// The vector instructions that the kernels use on this processor, such as "AVX-512".
const char *tgnas_vector_instructions(void);

// Feature maps, in single and in double precision. What is read or written in whole vectors may lie up to
// TGNAS_VECTOR numbers behind the last column.
#define TGNAS_VECTOR 16

#define TGNAS_MAPS(NUMBER, KIND)                                                                  \
  /* C[r, p] = sum over k of A[r, k] B[k][offset + p]: A is [rows, inner], each row of B stands  */ \
  /* where it begins, rows of C stand `pitch` apart. Each is one sum in rising order. */           \
  void tgnas_shifted_products_##KIND(                                                             \
      long rows, long columns, long inner, const NUMBER *a, const NUMBER *const *b, long offset,   \
      NUMBER *c, long pitch);                                                                     \
  /* C[r, k] += sum over images and p of G[r, p] B[k][p]: C is [rows, inner], rows of G stand      */ \
  /* `pitch` apart and are zero up to a whole vector, images `g_step` and `b_step`. */             \
  void tgnas_shifted_dots_##KIND(                                                                 \
      long rows, long inner, long columns, long images, const NUMBER *g, long pitch, long g_step,  \
      const NUMBER *const *b, long b_step, NUMBER *c);                                            \
  /* y[p] = the largest of B[k][p], and the first k that has it. */                               \
  void tgnas_largest_of_shifted_##KIND(                                                           \
      long columns, long inner, const NUMBER *const *b, NUMBER *y, int *chosen);                   \
  /* Adds to the two moments the sum of x - centre and of its square. */                          \
  void tgnas_line_moments_##KIND(                                                                 \
      long count, const NUMBER *x, double centre, double *moments);                               \
  /* Adds to the two moments the sum of g and of g (x - centre). */                               \
  void tgnas_gradient_moments_##KIND(                                                             \
      long count, const NUMBER *g, const NUMBER *x, NUMBER centre, double *moments);               \
  /* y = (x - centre) factor + shift */                                                           \
  void tgnas_scale_line_##KIND(                                                                   \
      long count, const NUMBER *x, NUMBER centre, NUMBER factor, NUMBER shift, NUMBER *y);         \
  /* back += factor g - mean - slope (x - centre) */                                              \
  void tgnas_add_norm_gradient_##KIND(                                                            \
      long count, const NUMBER *g, const NUMBER *x, NUMBER centre, NUMBER factor, NUMBER mean,     \
      NUMBER slope, NUMBER *back);                                                                \
  /* y = max(x, 0), where what is no number stays none */                                           \
  void tgnas_rectify_##KIND(long count, const NUMBER *x, NUMBER *y);                              \
  /* back += g where x > 0 */                                                                     \
  void tgnas_add_rectifier_gradient_##KIND(                                                       \
      long count, const NUMBER *x, const NUMBER *g, NUMBER *back);                                 \
  /* y += x */                                                                                    \
  void tgnas_add_line_##KIND(long count, const NUMBER *x, NUMBER *y);

TGNAS_MAPS(float, f32)
TGNAS_MAPS(double, f64)

#ifdef __cplusplus
}
#endif
