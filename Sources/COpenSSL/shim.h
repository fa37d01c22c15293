// Digests of OpenSSL's libcrypto, which HDF5's packages bring with them.
#pragma once
#include <openssl/evp.h>
