/*
 * Which groups of level words may have a letter at their first to fourth place: tables of the 32
 * bytes from '`' on, for processors that look up that many at once.
 *
 *      1 erro err wrn    2 warn fata pani   4 info inf fine    8 debu dbg
 *     16 trac crit      32 noti note       64 aler emer      128 seve verb
 */
#ifndef EVIDENCE_KERNELS_LETTERS_H
#define EVIDENCE_KERNELS_LETTERS_H

#include "evidence/kernels.h"

static const uint8_t first_letter[32] = {
    ['a' - '`'] = 64,    ['c' - '`'] = 16, ['d' - '`'] = 8,   ['e' - '`'] = 1 | 64,
    ['f' - '`'] = 2 | 4, ['i' - '`'] = 4,  ['n' - '`'] = 32,  ['p' - '`'] = 2,
    ['s' - '`'] = 128,   ['t' - '`'] = 16, ['v' - '`'] = 128, ['w' - '`'] = 1 | 2,
};
static const uint8_t second_letter[32] = {
    ['a' - '`'] = 2, ['b' - '`'] = 8,  ['e' - '`'] = 8 | 128,
    ['i' - '`'] = 4, ['l' - '`'] = 64, ['m' - '`'] = 64,
    ['n' - '`'] = 4, ['o' - '`'] = 32, ['r' - '`'] = 1 | 16,
};
static const uint8_t third_letter[32] = {
    ['a' - '`'] = 16,     ['b' - '`'] = 8,   ['e' - '`'] = 64,        ['f' - '`'] = 4,
    ['g' - '`'] = 8,      ['i' - '`'] = 16,  ['n' - '`'] = 1 | 2 | 4, ['r' - '`'] = 1 | 2 | 128,
    ['t' - '`'] = 2 | 32, ['v' - '`'] = 128,
};
static const uint8_t fourth_letter[32] = {
    ['a' - '`'] = 2,      ['b' - '`'] = 128, ['c' - '`'] = 16,    ['e' - '`'] = 4 | 32 | 128,
    ['i' - '`'] = 2 | 32, ['n' - '`'] = 2,   ['o' - '`'] = 1 | 4, ['r' - '`'] = 64,
    ['t' - '`'] = 16,     ['u' - '`'] = 8,
};
enum { GROUPS_OF_THREE = 1 | 4 | 8 }; /* those with words that have no fourth letter */

#endif
