// What Swift cannot import of the HDF5 C API: macros that cast or that read a mutable global.
#pragma once
#include <hdf5.h>

static inline unsigned tgnas_H5F_ACC_RDONLY(void) { return H5F_ACC_RDONLY; }
static inline unsigned tgnas_H5F_ACC_TRUNC(void) { return H5F_ACC_TRUNC; }
static inline hid_t tgnas_H5P_DATASET_CREATE(void) { return H5P_DATASET_CREATE; }
static inline hid_t tgnas_H5P_LINK_CREATE(void) { return H5P_LINK_CREATE; }
static inline hid_t tgnas_H5P_GROUP_CREATE(void) { return H5P_GROUP_CREATE; }
static inline hid_t tgnas_H5P_FILE_ACCESS(void) { return H5P_FILE_ACCESS; }
static inline hid_t tgnas_H5T_IEEE_F32LE(void) { return H5T_IEEE_F32LE; }
static inline hid_t tgnas_H5T_IEEE_F64LE(void) { return H5T_IEEE_F64LE; }
static inline hid_t tgnas_H5T_STD_I32LE(void) { return H5T_STD_I32LE; }
static inline hid_t tgnas_H5T_STD_I64LE(void) { return H5T_STD_I64LE; }
static inline hid_t tgnas_H5T_STD_U8LE(void) { return H5T_STD_U8LE; }
static inline hid_t tgnas_H5T_C_S1(void) { return H5T_C_S1; }

// HDF5 1.10 has no predefined half type. The caller closes it. For raw two-byte transfers only: the
// library's own float-to-half conversion is wrong where rounding carries into the exponent.
static inline hid_t tgnas_H5T_IEEE_F16LE_create(void) {
  hid_t type = H5Tcopy(H5T_IEEE_F32LE);
  if (type < 0) return type;
  H5Tset_fields(type, 15, 10, 5, 0, 10);
  H5Tset_size(type, 2);
  H5Tset_ebias(type, 15);
  return type;
}

// Errors are reported by us, with the file and the data set; the library's own stack dump is switched
// off (the setting is per thread).
static inline herr_t tgnas_H5_quiet(void) { return H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }
