/*
 * Pictures: type and size from the header alone. Pixels are never decoded, so a hostile picture can
 * at worst state a wrong size.
 *
 * Sources: PNG (ISO/IEC 15948) 11.2.2; GIF89a 18; JPEG ITU-T T.81 B.2.2; WebP RFC 9649; BMP as
 * documented by Microsoft (BITMAPINFOHEADER, BITMAPCOREHEADER); SVG 2, 8.2.
 */
#include "evidence/probe.h"

static unsigned byte_at(struct span s, size_t i)
{
    return i < s.len ? (unsigned char)s.at[i] : 0;
}

static uint32_t big16(struct span s, size_t i)
{
    return byte_at(s, i) << 8 | byte_at(s, i + 1);
}

static uint32_t big32(struct span s, size_t i)
{
    return big16(s, i) << 16 | big16(s, i + 2);
}

static uint32_t little16(struct span s, size_t i)
{
    return byte_at(s, i) | byte_at(s, i + 1) << 8;
}

static uint32_t little24(struct span s, size_t i)
{
    return little16(s, i) | byte_at(s, i + 2) << 16;
}

static uint32_t little32(struct span s, size_t i)
{
    return little16(s, i) | little16(s, i + 2) << 16;
}

static void size_of_png(struct span s, struct evidence_picture *ret)
{
    if (s.len < 24 || !span_starts(span_from(s, 12), SPAN("IHDR"))) return;
    ret->width = big32(s, 16);
    ret->height = big32(s, 20);
}

static bool is_frame_marker(unsigned marker)
{
    /* SOF0-SOF15 without DHT (C4), JPG (C8) and DAC (CC), which share the range */
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* Walks the segments up to the first frame header. Each step moves forward, so it ends. */
static void size_of_jpeg(struct span s, struct evidence_picture *ret)
{
    size_t i = 2;
    while (i + 4 <= s.len) {
        if (byte_at(s, i) != 0xff) return;
        unsigned marker = byte_at(s, i + 1);
        if (marker == 0xff || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
            i += marker == 0xff ? 1 : 2; /* fill byte, or a marker without a segment */
            continue;
        }
        if (marker == 0xd9 || marker == 0xda) return; /* end, or pixels before any frame */
        uint32_t length = big16(s, i + 2);
        if (length < 2) return;
        if (is_frame_marker(marker)) {
            if (i + 9 > s.len) return;
            ret->height = big16(s, i + 5);
            ret->width = big16(s, i + 7);
            return;
        }
        i += 2 + length;
    }
}

static void size_of_webp(struct span s, struct evidence_picture *ret)
{
    struct span chunk = span_sub(s, 12, 4);
    if (span_is(chunk, "VP8X") && s.len >= 30) {
        ret->width = little24(s, 24) + 1;
        ret->height = little24(s, 27) + 1;
    } else if (span_is(chunk, "VP8L") && s.len >= 25 && byte_at(s, 20) == 0x2f) {
        uint32_t bits = little32(s, 21);
        ret->width = (bits & 0x3fff) + 1;
        ret->height = (bits >> 14 & 0x3fff) + 1;
    } else if (span_is(chunk, "VP8 ") && s.len >= 30 &&
               span_is(span_sub(s, 23, 3), "\x9d\x01\x2a")) {
        ret->width = little16(s, 26) & 0x3fff;
        ret->height = little16(s, 28) & 0x3fff;
    }
}

static bool size_of_bmp(struct span s, struct evidence_picture *ret)
{
    uint32_t header = little32(s, 14);
    if (s.len < 26 || (header != 12 && (header < 40 || header > 124))) return false;
    if (header == 12) {
        ret->width = little16(s, 18);
        ret->height = little16(s, 20);
        return true;
    }
    uint32_t width = little32(s, 18), height = little32(s, 22);
    ret->width = width > INT32_MAX ? 0 : width;
    ret->height = height > INT32_MAX ? 0u - height : height; /* negative: rows from the top */
    return true;
}

/* A length such as "640", "640px" or "12.5": whole pixels; other units and percent are 0. */
static uint32_t svg_length(struct span text)
{
    uint64_t value = 0;
    size_t digits = 0;
    text = span_trim(text);
    while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= '9') digits++;
    if (!span_to_u64(span_sub(text, 0, digits), &value) || value > UINT32_MAX) return 0;
    struct span unit = span_from(text, digits);
    if (unit.len && unit.at[0] == '.') {
        size_t i = 1;
        while (i < unit.len && unit.at[i] >= '0' && unit.at[i] <= '9') i++;
        unit = span_from(unit, i);
    }
    return unit.len == 0 || span_is(unit, "px") ? (uint32_t)value : 0;
}

/* Value of an attribute within a start tag; empty when it is not there. */
static struct span attribute(struct span tag, const char *name)
{
    struct span wanted = span_of(name);
    for (size_t i = 1; i + wanted.len + 2 < tag.len; i++) {
        char before = tag.at[i - 1];
        if (before != ' ' && before != '\n' && before != '\t' && before != '\r') continue;
        struct span rest = span_from(tag, i);
        if (!span_starts(rest, wanted)) continue;
        rest = span_trim(span_from(rest, wanted.len));
        if (rest.len == 0 || rest.at[0] != '=') continue;
        rest = span_trim(span_from(rest, 1));
        if (rest.len == 0 || (rest.at[0] != '"' && rest.at[0] != '\'')) continue;
        char quote = rest.at[0];
        rest = span_from(rest, 1);
        return span_cut(&rest, quote);
    }
    return (struct span){NULL, 0};
}

static void size_of_svg(struct span tag, struct evidence_picture *ret)
{
    ret->width = svg_length(attribute(tag, "width"));
    ret->height = svg_length(attribute(tag, "height"));
    if (ret->width && ret->height) return;
    struct span box = attribute(tag, "viewBox"), part[4] = {{NULL, 0}};
    size_t parts = 0;
    for (size_t i = 0; i < box.len && parts < 4; parts++) {
        while (i < box.len && (box.at[i] == ' ' || box.at[i] == ',')) i++;
        size_t from = i;
        while (i < box.len && box.at[i] != ' ' && box.at[i] != ',') i++;
        part[parts] = span_sub(box, from, i - from);
    }
    if (parts < 4) return;
    ret->width = svg_length(part[2]);
    ret->height = svg_length(part[3]);
}

/* Passes over what may stand before the root element: declaration, comments, document type. */
static bool find_svg(struct span s, struct span *ret_tag)
{
    for (;;) {
        s = span_trim(s);
        if (span_starts(s, SPAN("<svg"))) {
            struct span tag = s;
            *ret_tag = span_sub(span_cut(&tag, '>'), 0, 8192);
            return s.len > 4 && byte_is_one_of(s.at[4], " \t\r\n>/");
        }
        const char *end = span_starts(s, SPAN("<?"))     ? "?>"
                          : span_starts(s, SPAN("<!--")) ? "-->"
                          : span_starts(s, SPAN("<!"))   ? ">"
                                                         : NULL;
        size_t at = end ? span_find(s, span_of(end)) : SIZE_MAX;
        if (at == SIZE_MAX) return false;
        s = span_from(s, at + strlen(end));
    }
}

bool probe_picture(const struct probe *probe, struct evidence_picture *ret)
{
    struct span s = probe->head, tag;
    struct evidence_picture picture = {0};
    if (span_starts(s, SPAN("\x89PNG\r\n\x1a\n"))) {
        picture.type = "image/png";
        size_of_png(s, &picture);
    } else if (span_starts(s, SPAN("\xff\xd8\xff"))) {
        picture.type = "image/jpeg";
        size_of_jpeg(s, &picture);
    } else if (span_starts(s, SPAN("GIF87a")) || span_starts(s, SPAN("GIF89a"))) {
        picture.type = "image/gif";
        picture.width = little16(s, 6);
        picture.height = little16(s, 8);
    } else if (span_starts(s, SPAN("RIFF")) && span_is(span_sub(s, 8, 4), "WEBP")) {
        picture.type = "image/webp";
        size_of_webp(s, &picture);
    } else if (span_starts(s, SPAN("BM")) && size_of_bmp(s, &picture)) {
        picture.type = "image/bmp";
    } else {
        if (span_starts(s, SPAN("\xef\xbb\xbf"))) s = span_from(s, 3);
        if (!find_svg(s, &tag)) return false;
        picture.type = "image/svg+xml";
        size_of_svg(tag, &picture);
    }
    *ret = picture;
    return true;
}
