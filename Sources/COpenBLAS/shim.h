#pragma once
#include <cblas.h>
#include <stddef.h>

/* LAPACK, which OpenBLAS contains; Debian has its C headers in another package. The last argument is
   the length of the text before, as Fortran passes it. */
void dpotrf_(const char *triangle, const blasint *order, double *matrix, const blasint *stride,
             blasint *info, size_t length);
void dpotrs_(const char *triangle, const blasint *order, const blasint *columns, const double *factor,
             const blasint *stride, double *sides, const blasint *strideOfSides, blasint *info,
             size_t length);

void dsyev_(const char *job, const char *triangle, const blasint *order, double *matrix,
            const blasint *stride, double *values, double *work, const blasint *size, blasint *info,
            size_t length, size_t lengthOfTriangle);

/* Ends the threads that OpenBLAS starts as soon as it is loaded, in builds that start any (Debian's
   pthread build): its headers do not declare it. A later openblas_set_num_threads would start them again. */
int blas_thread_shutdown_(void) __attribute__((weak));

static inline void tgnas_end_openblas_threads(void) {
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}
