#include "CKernels.h"

#include "lanes.h"

#define NUMBER float
#define VECTOR float_vector
#define COUNT FLOAT_COUNT
#define NAME(x) x##_f32
#include "maps.h"
#undef NUMBER
#undef VECTOR
#undef COUNT
#undef NAME

#define NUMBER double
#define VECTOR double_vector
#define COUNT DOUBLE_COUNT
#define NAME(x) x##_f64
#include "maps.h"
