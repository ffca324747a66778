/*
 * What a fuzz target looks like: a file fuzz_NAME.c with this one function, which feeds the bytes
 * to a reader and asserts what must hold for any input. libFuzzer's main calls it with bytes of its
 * own making; driver.c calls it with each file of corpus/NAME/.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size); /* returns 0 */

#endif
