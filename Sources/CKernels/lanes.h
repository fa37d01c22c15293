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
