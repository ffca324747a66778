#include "web/words.h"

#include "base/utf8.h"

bool words_decode(struct span text, bool form, struct arena *arena, struct span *ret)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    if (!out) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '%') {
            if (text.len - i < 3) return false;
            int a = byte_hex(text.at[i + 1]), b = byte_hex(text.at[i + 2]);
            if (a < 0 || b < 0) return false;
            c = (char)(a * 16 + b);
            i += 2;
        } else if (c == '+' && form) {
            c = ' ';
        }
        out[len++] = c;
    }
    *ret = (struct span){out, len};
    return utf8_is_valid(*ret) && memchr(out, 0, len) == NULL;
}

bool words_pairs(struct span text, size_t most, struct arena *arena, struct web_pair **ret,
                 size_t *ret_count)
{
    size_t count = 0, room = 0;
    for (size_t i = 0; i < text.len; i++) room += text.at[i] == '&';
    if (room >= most) return false;
    struct web_pair *pairs = arena_array(arena, room + 1, sizeof *pairs);
    if (!pairs) return false;
    while (text.len) {
        struct span value = span_cut(&text, '&'), name = span_cut(&value, '=');
        if (name.len == 0 && value.len == 0) continue;
        if (!words_decode(name, true, arena, &pairs[count].name) ||
            !words_decode(value, true, arena, &pairs[count].value))
            return false;
        count++;
    }
    *ret = pairs;
    *ret_count = count;
    return true;
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           byte_is_one_of(c, "-._~");
}

void words_escape(struct span text, struct text *out)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_plain(text.at[i]))
            text_addc(out, text.at[i]);
        else
            text_addf(out, "%%%02X", (unsigned char)text.at[i]);
    }
}

void words_disposition(struct span name, struct text *out)
{
    text_adds(out, "attachment; filename=\"");
    for (size_t i = 0; i < name.len && i < 120; i++)
        text_addc(out, is_plain(name.at[i]) || name.at[i] == ' ' ? name.at[i] : '_');
    text_adds(out, "\"; filename*=UTF-8''");
    words_escape(span_sub(name, 0, 240), out);
}
