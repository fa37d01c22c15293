#include "CStart.h"

#if defined(__linux__)
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

// Less than this ends in a crash of a library, or never.
static const rlim_t least_space = (rlim_t)192 << 20;
static const rlim_t least_stack = (rlim_t)128 << 10;

// Ends the program with the sentence of what it needs.
static void refuse(const char *sentence) {
  // Where there is nobody to tell, the exit code has to do.
  if (write(STDERR_FILENO, sentence, strlen(sentence)) < 0) _exit(EXIT_FAILURE);
  _exit(EXIT_FAILURE);
}

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
  struct rlimit space, stack;
  (void)argc;
  if (getrlimit(RLIMIT_STACK, &stack) == 0 && stack.rlim_cur < least_stack)
    refuse("Error: the stack is limited; tgnas needs 128 kB of it or more (ulimit -s 128)\n");
  if (getrlimit(RLIMIT_AS, &space) != 0 || space.rlim_cur == RLIM_INFINITY) return;
  if (space.rlim_cur < least_space)
    refuse("Error: the memory is limited; tgnas needs 192 MB of it or more (ulimit -v 196608)\n");
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
