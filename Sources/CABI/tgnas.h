/* tgnas for other languages than Swift. The Python package is made of it.

   Outcomes. A function that returns a status returns TGNAS_SUCCESS, or another of the numbers below. Then
   *error is one sentence that says what is wrong, where and what to do, and nothing else was written.
   Arguments that are pointers must not be NULL unless it is said here.

   Texts are UTF-8 and end in a zero byte. Those that a function gives belong to the caller, who frees them
   with tgnas_free; where there is nothing to say, a text is NULL. Lists of texts that a function takes are
   `count` texts, each of which ends in a zero byte, one after the other in `length` bytes; they are read
   during the call only. Tables are texts, too: CSV as the program tgnas prints it, with a line of column
   names.

   Notes are lines, each of which begins with "note: " or "warning: ". Notes and errors name settings as arguments of
   the Python package: strategy="local".

   Threads. All functions may be called at any time on any number of threads, also with one handle, but for
   those that close it: it must not be used during the call or after it. Results do not depend on that. After
   fork() the child has no threads to work with: there it must open what it uses anew, with "threads": 1. */
#ifndef TGNAS_H
#define TGNAS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  TGNAS_SUCCESS = 0,
  /* Files or the system: something is missing, damaged or cannot be written. */
  TGNAS_FAILURE = 1,
  /* What the caller asked for: an unknown name, a text that is no architecture, a wrong space file. */
  TGNAS_BAD_INPUT = 2,
  /* A tgnas_progress function asked to stop. */
  TGNAS_STOPPED = 3
};

/* The spaces and weights in a folder. */
typedef struct tgnas_installation tgnas_installation;
/* A search space with what scores it. It keeps what it needs of its installation. */
typedef struct tgnas_space tgnas_space;

/* Is told, now and then and on the thread of the call, which share of the work is done, from 0 to 1. The call
   ends early when it returns anything but 0. */
typedef int32_t (*tgnas_progress)(void *context, double share);

/* The version of tgnas. It lives forever; do not free it. */
const char *tgnas_version(void);

/* The number of this interface. It changes when a function changes that was there before. */
int32_t tgnas_interface(void);

/* Runs the program tgnas with the arguments (without its name) and ends the process with its exit code: for
   packages that bring the program along. TGNAS_HOME must name the folder of spaces and weights. */
void tgnas_main(const char *arguments, int64_t length, int64_t count);

/* Frees a text; NULL is allowed. */
void tgnas_free(char *text);

/* Opens the installation in the folder `root`, which holds spaces/ and weights/. NULL is the folder that the
   environment variable TGNAS_HOME names, else the checkout that the library was made from. */
int32_t tgnas_installation_open(
    const char *root, tgnas_installation **installation, char **error);
void tgnas_installation_close(tgnas_installation *installation);

/* A table of all shipped spaces, as `tgnas spaces` makes it. */
int32_t tgnas_spaces(const tgnas_installation *installation, char **table, char **error);

/* A table of all proxies, numbers of untrained networks, as `tgnas proxies` makes it. Each name stands for a score
   ("by"), a column (tgnas_space_proxies) and an objective (tgnas_search_front). */
int32_t tgnas_proxies(char **table, char **error);

/* How many numbers an embedding has. */
int32_t tgnas_embedding_width(
    const tgnas_installation *installation, int64_t *width, char **error);

/* Writes the sentence embeddings of texts to `embeddings`, [count, width], row by row. */
int32_t tgnas_encode(
    const tgnas_installation *installation, const char *texts, int64_t length, int64_t count,
    float *embeddings, char **notes, char **error);

/* Opens a space and what scores it. `options` is a JSON object:

   space                a name or the path of a .yaml file; with "yaml" what messages call the text
   yaml                 optional: the text of a space file
   operators            optional: further operators, [["name", "description"], ...]
   by                   optional: predictor, or one of tgnas_proxies
   weights              optional: a name in weights/ or a path
   allow_seen_labels    optional: true allows weights that saw labels of the space
   operators_from_text  optional: true reads operators by their descriptions alone
   notation             optional: the notation of all architectures, by default the one that each looks like
   surrogate            optional: what tgnas_space_refine fits: gaussian-process, forest, networks or ridge
   encoding             optional: what it reads, joined by commas: statistics, graf, one-hot, path, ...
   language_model       optional: of the encoding code: the path of a GGUF file, a folder or a fine-tuned model
   text, pooling        optional: what it reads, and how its states become one vector
   embeddings           optional: of the encoding embeddings: the path of a CSV file of vectors
   images               optional: the file of images that measured proxies run on; by default noise
   batch, repeats       optional: images of a batch, and draws whose mean is taken: 32, 1
   initialisation       optional: what weights are drawn from: uniform, kaiming or kaiming-fan-out
   threads              optional: how many threads a call may use; by default one for each processor

   They mean what the options of `tgnas score` mean. */
int32_t tgnas_space_open(
    const tgnas_installation *installation, const char *options, tgnas_space **space, char **notes,
    char **error);
void tgnas_space_close(tgnas_space *space);

/* A second space whose scores are refined by `count` labelled architectures of the first: `accuracies` has one
   number for each. Higher is better, unless `minimise` is not 0. */
int32_t tgnas_space_refine(
    const tgnas_space *space, const char *architectures, int64_t length, int64_t count,
    const double *accuracies, int32_t minimise, tgnas_space **refined, char **notes, char **error);

/* A table of one row: name, title, architectures (how many there are), kind, by (what scores), notations and
   data_sets (separated by semicolons), citation, sha256. */
int32_t tgnas_space_about(const tgnas_space *space, char **table, char **error);

/* A table of the space's operators and how they are read, as `tgnas spaces show` makes it. */
int32_t tgnas_space_operators(const tgnas_space *space, char **table, char **error);

/* Writes the scores of architectures to `scores`, [count], in their order: higher is better, minus infinity for
   what computes nothing. Architectures that compute the same are scored once. */
int32_t tgnas_score(
    const tgnas_space *space, const char *architectures, int64_t length, int64_t count,
    double *scores, char **notes, char **error);

/* A table of all architectures of the space from the best on, as `tgnas rank` makes it: of the best `top`
   (0 for all), with `unique` other than 0 only one of those that compute the same. `progress` may be NULL. */
int32_t tgnas_rank(
    const tgnas_space *space, int64_t top, int32_t unique, tgnas_progress progress, void *context,
    char **table, char **notes, char **error);

/* The architectures of the space in the order of its listing, one a line: `count` of them (fewer where the
   space ends) after the first `start`. */
int32_t tgnas_architectures(
    const tgnas_space *space, int64_t start, int64_t count, char **lines, char **error);

/* `count` random architectures, one a line: those of `tgnas spaces sample` with the same seed. */
int32_t tgnas_sample(
    const tgnas_space *space, int64_t count, uint64_t seed, char **lines, char **error);

/* Architectures in another notation of the space, one a line; NULL is the official one. */
int32_t tgnas_convert(
    const tgnas_space *space, const char *architectures, int64_t length, int64_t count,
    const char *notation, char **lines, char **error);

/* A table of what the networks of architectures cost, as `tgnas cost` makes it. `data_set` is one of the
   space's; NULL is its first. */
int32_t tgnas_cost(
    const tgnas_space *space, const char *architectures, int64_t length, int64_t count,
    const char *data_set, char **table, char **notes, char **error);

/* A table of proxies of architectures: arch, and a column for each of `names`, which commas separate; empty where a
   network is too small or too large to be built. `measurement` is NULL or a JSON object that says on what measured
   proxies are measured: images (the path of an HDF5 file; by default noise), batch, seed, repeats, initialisation. */
int32_t tgnas_space_proxies(
    const tgnas_space *space, const char *architectures, int64_t length, int64_t count,
    const char *names, const char *measurement, char **table, char **notes, char **error);

/* A table of what each operator of an architecture does for its score, as `tgnas explain` makes it: a row for
   each change. */
int32_t tgnas_explain(
    const tgnas_space *space, const char *architecture, char **table, char **error);

/* A drawing of an architecture. `format` is svg, text or dot; with `canonical` other than 0 the graph that the
   predictor reads, with `explained` other than 0 operators coloured by what they do for the score. */
int32_t tgnas_draw(
    const tgnas_space *space, const char *architecture, const char *format, int32_t canonical,
    int32_t explained, char **drawing, char **error);

/* The network of an architecture as a file. `format` is one of `tgnas export --to`; `data_set` is one of the
   space's, NULL its first; `seed` decides initial weights; with `with_training` other than 0 a PyTorch file
   trains the network, too. *bytes are `*length` bytes, freed with tgnas_free. */
int32_t tgnas_export(
    const tgnas_space *space, const char *architecture, const char *format, const char *data_set,
    uint64_t seed, int32_t with_training, char **bytes, int64_t *length, char **notes, char **error);

/* Searches the space for its best architecture. `strategy` is one of `tgnas search --strategy`, NULL the one
   that suits the space. `result` becomes a table of one row: arch, score, percentile, evaluations, seconds,
   strategy, complete (false when `progress` asked to stop: that is no error here). `trials` becomes a table of
   all that was scored, as trials.csv of `tgnas search --study`; the argument may be NULL, and so may `progress`. */
int32_t tgnas_search(
    const tgnas_space *space, const char *strategy, int64_t budget, uint64_t seed,
    tgnas_progress progress, void *context, char **result, char **trials, char **notes,
    char **error);

/* The same for several objectives. `goals` is a JSON object:

   objectives           what to improve: ["score", "params", ...], named as by `tgnas search --objectives`
   latency              optional: paths of tables of latencies, one a device
   bounds               optional: the most of some objectives, {"params": "1.5M", "latency:raspi4": "20ms"}; where
                        nothing meets them the search fails and says what is nearest

   `front` becomes a table with a row for each architecture that no other one found beats in every objective, as
   `tgnas search` prints it: arch, score, percentile, the other objectives, knee. `result` has the one of the best
   score. */
int32_t tgnas_search_front(
    const tgnas_space *space, const char *goals, const char *strategy, int64_t budget,
    uint64_t seed, tgnas_progress progress, void *context, char **front, char **result,
    char **trials, char **notes, char **error);

/* Training studies: folders that record which architectures were proposed for training and what came of them.
   Any number of processes and threads may use a folder at the same time.

   Opens the study in `folder`, or begins one of this space there. `options` is a JSON object: minimise (true
   where lower results are better) and seed, both optional and chosen when the study begins. The space must not
   be one of tgnas_space_refine. */
int32_t tgnas_study_open(
    const tgnas_space *space, const char *folder, const char *options, char **notes, char **error);

/* Proposes `count` architectures to train next and records them: a table as `tgnas ask` makes it. */
int32_t tgnas_study_ask(
    const tgnas_space *space, const char *folder, int64_t count, char **table, char **notes,
    char **error);

/* Records results, all or none: `results` has one number for each architecture, NAN for a training that failed.
   With `replace` other than 0 they replace those that are known. */
int32_t tgnas_study_tell(
    const tgnas_space *space, const char *folder, const char *architectures, int64_t length,
    int64_t count, const double *results, int32_t replace, char **notes, char **error);

/* A table of one row as `tgnas status` makes it. */
int32_t tgnas_study_status(const char *folder, char **table, char **error);

/* All architectures of a study, as `tgnas status --trials` makes it. */
int32_t tgnas_study_trials(const char *folder, char **table, char **error);

#ifdef __cplusplus
}
#endif

#endif
