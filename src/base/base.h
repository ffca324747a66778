/* The face of base/: what every room may use. Each part is documented in its own header. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include "base/arena.h"
#include "base/codec.h"
#include "base/error.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/os.h"
#include "base/sha256.h"
#include "base/span.h"
#include "base/text.h"
#include "base/threads.h"
#include "base/utf8.h"
#include "base/vocabulary.h"

#endif
