// What the kernels share: vectors of sixteen numbers, and the level of vector instructions.
#pragma once

// Sixteen neighbouring numbers; the compiler maps them to one, two or four registers.
typedef float lanes __attribute__((vector_size(64), aligned(4)));
enum { LANES = 16, ROWS = 6 };

#define INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2,fma,f16c")))
#define AVX512 __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,fma,f16c")))

// 0: portable, 1: AVX2 with FMA, 2: AVX-512.
static inline int level(void) {
  static int known = -1;  // Every thread would store the same value.
  int found = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (found >= 0) return found;
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
             __builtin_cpu_supports("f16c");
  int avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  found = avx512 ? 2 : avx2 ? 1 : 0;
  __atomic_store_n(&known, found, __ATOMIC_RELAXED);
  return found;
}
#endif

// The public kernel tgnas_NAME, compiled for each level of vector instructions. NARROW runs with the sixteen
// registers of AVX2, WIDE with the 32 of AVX-512.
#if defined(__x86_64__)
#define LEVELS_OF(NAME, PARAMETERS, ARGUMENTS, NARROW, WIDE)  \
  static void NAME##_portable PARAMETERS { NARROW; }          \
  AVX2 static void NAME##_avx2 PARAMETERS { NARROW; }         \
  AVX512 static void NAME##_avx512 PARAMETERS { WIDE; }       \
  void tgnas_##NAME PARAMETERS {                              \
    switch (level()) {                                        \
      case 2: NAME##_avx512 ARGUMENTS; return;                \
      case 1: NAME##_avx2 ARGUMENTS; return;                  \
    }                                                         \
    NAME##_portable ARGUMENTS;                                \
  }
#else
#define LEVELS_OF(NAME, PARAMETERS, ARGUMENTS, NARROW, WIDE) \
  void tgnas_##NAME PARAMETERS { NARROW; }
#endif
#define LEVELS_NAMED(NAME, PARAMETERS, NARROW, WIDE, ...) \
  LEVELS_OF(NAME, PARAMETERS, (__VA_ARGS__), NARROW, WIDE)

// From NAME(...), or from NAME(width, ...) with the width of a tile in vectors.
#define LEVELS(NAME, PARAMETERS, ...) \
  LEVELS_NAMED(NAME, PARAMETERS, NAME(__VA_ARGS__), NAME(__VA_ARGS__), __VA_ARGS__)
#define LEVELS_BY_WIDTH(NAME, PARAMETERS, ...) \
  LEVELS_NAMED(NAME, PARAMETERS, NAME(1, __VA_ARGS__), NAME(4, __VA_ARGS__), __VA_ARGS__)
