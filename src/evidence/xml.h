/* Elements of an XML document, as far as records are told by them: tags, attributes, texts. */
#ifndef EVIDENCE_XML_H
#define EVIDENCE_XML_H

#include "base/base.h"

struct xml_tag {
    struct span name; /* with its prefix, "log4j:event" */
    struct span attributes;
    bool closing, empty;
    size_t end; /* offset behind it */
};

/* The tag at `at`, where a "<" stands. False for what is none and for one that is cut off. */
bool xml_tag_at(struct span text, size_t at, struct xml_tag *ret);
/* The next tag at or behind *at, which moves behind it; comments, CDATA, declarations are passed. A
 * "<" that begins none of these is text. False at the end. */
bool xml_next_tag(struct span text, size_t *at, size_t *ret_start, struct xml_tag *ret);

/* An attribute or the text of an element. */
struct xml_member {
    struct span element, name; /* without their prefixes; the name of a text is empty */
    struct span value;         /* as written, out of its CDATA */
};
struct xml_walk {
    struct span text, element, attributes;
    size_t at;
};
/* Members of the elements in `text` in their order. */
struct xml_walk xml_walk_of(struct span text);
bool xml_next_member(struct xml_walk *walk, struct xml_member *ret);

#endif
