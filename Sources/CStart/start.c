#include "CStart.h"

#if defined(__linux__)
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

// OpenBLAS starts threads when it is loaded, each with a buffer of some dozens of megabytes. Where
// the address space is limited (ulimit -v), it waits for memory that never comes, before the
// program has run a single line. The program needs none of these threads, so that it starts itself
// again without them. This function runs before the libraries do; it uses nothing of the C library
// that has to be set up.
static void start_without_threads(int argc, char **argv, char **environment) {
  static const char name[] = "OPENBLAS_NUM_THREADS=";
  static char one[] = "OPENBLAS_NUM_THREADS=1";
  enum { most = 4096 };
  static char *changed[most + 2];
  struct rlimit space;
  (void)argc;
  if (getrlimit(RLIMIT_AS, &space) != 0 || space.rlim_cur == RLIM_INFINITY) return;
  int count = 0;
  for (char **entry = environment; *entry != 0; entry++) {
    if (strncmp(*entry, name, sizeof name - 1) == 0) {
      // The second start ends here.
      if (strcmp(*entry, one) == 0) return;
      continue;
    }
    if (count == most) return;
    changed[count++] = *entry;
  }
  changed[count++] = one;
  changed[count] = 0;
  // Where this fails, the program goes on as it is.
  execve("/proc/self/exe", argv, changed);
}

__attribute__((section(".preinit_array"), used)) static void (*const start)(int, char **, char **) =
    start_without_threads;
#endif
