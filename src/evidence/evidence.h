/*
 * The face of evidence/: bytes to records.
 *
 *   depot.h     takes files in, keeps them as they came, gives their content back
 *   account.h   why a content was read as it was
 *   formats.h   formats of logs that people define
 *   index.h     finds the records of a content: where, when, how severe
 *   fields.h    the parts of one record: message, status, duration, ids
 *   template.h  messages of one shape, counted
 *   search.h    text over many records
 *   folds.h     which pass of the hour that comes twice
 *
 * Pure: data in, data out. Nothing here knows a time line, a database or a screen.
 */
#ifndef EVIDENCE_EVIDENCE_H
#define EVIDENCE_EVIDENCE_H

#include "evidence/account.h"
#include "evidence/depot.h"
#include "evidence/fields.h"
#include "evidence/folds.h"
#include "evidence/index.h"
#include "evidence/search.h"
#include "evidence/template.h"

#endif
