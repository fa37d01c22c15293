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

/// The vector instructions that the kernels use on this processor, such as "AVX-512".
const char *tgnas_vector_instructions(void);

#ifdef __cplusplus
}
#endif
