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
