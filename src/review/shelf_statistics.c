/* Intervals that are exact for small counts. */
#include "review/shelf.h"

#include <assert.h>
#include <math.h>

bool review_median_ranks(size_t n, double cover, size_t *ret_low, size_t *ret_high,
                         double *ret_cover)
{
    assert(cover > 0 && cover < 1);
    /* C(n, i) / 2^n by logarithms: 2^-n alone is zero in a double from 1,075 points on */
    double term = -(double)n * log(2), outside = 0, reached = 0;
    size_t low = 0;
    for (size_t i = 0; i < n / 2; i++) {
        if (i) term += log((double)(n - i + 1) / (double)i);
        outside += exp(term);
        if (1 - 2 * outside < cover) break;
        low = i + 1;
        reached = 1 - 2 * outside;
    }
    if (low == 0) return false;
    *ret_low = low;
    *ret_high = n - low + 1;
    *ret_cover = reached;
    return true;
}

/* ln of the gamma function for x >= 1 by Stirling's series; lgamma() writes a global. */
static double log_gamma(double x)
{
    double shift = 0;
    for (; x < 12; x++) shift += log(x);
    double y = 1 / (x * x);
    double series = (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y / 1680))) / x;
    return (x - 0.5) * log(x) - x + 0.5 * log(2 * M_PI) + series - shift;
}

/* Upper regularised incomplete gamma function Q(a, x): the chance that a Poisson count of mean x is
 * below a. By its series below a + 1, else by its continued fraction (Abramowitz and Stegun 6.5.29,
 * 6.5.31). */
static double gamma_above(double a, double x)
{
    if (x <= 0) return 1;
    double scale = exp(a * log(x) - x - log_gamma(a));
    if (x < a + 1) {
        double term = 1 / a, sum = term;
        for (double n = a + 1; term > sum * 1e-17; n++) sum += term *= x / n;
        return 1 - scale * sum;
    }
    double b = x + 1 - a, c = 1e300, d = 1 / b, fraction = d, delta = 0;
    for (int i = 1; fabs(delta - 1) > 1e-15 && i < 1000000; i++) {
        double an = -(double)i * ((double)i - a);
        b += 2;
        d = 1 / (an * d + b);
        c = b + an / c;
        delta = d * c;
        fraction *= delta;
    }
    return scale * fraction;
}

/* The mean between `low` and `high` at which a count below `a` has the given chance. */
static double poisson_mean(double a, double chance, double low, double high)
{
    for (int i = 0; i < 200 && low < high; i++) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) break;
        if (gamma_above(a, middle) > chance)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* How many standard deviations each way hold `cover` of a normal distribution. */
static double normal_reach(double cover)
{
    double low = 0, high = 40;
    for (int i = 0; i < 100; i++) {
        double middle = (low + high) / 2;
        if (erf(middle / sqrt(2)) < cover)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Wilson and Hilferty (1931); beyond a million it is exact to all digits that anyone prints. */
static double poisson_bound_large(double count, double reach)
{
    double root = 1 - 1 / (9 * count) + reach / (3 * sqrt(count));
    return count * root * root * root;
}

void review_poisson(uint64_t count, double cover, double *ret_low, double *ret_high)
{
    assert(cover > 0 && cover < 1);
    double c = (double)count, tail = (1 - cover) / 2, reach = normal_reach(cover);
    if (count > 1000000) {
        *ret_low = poisson_bound_large(c, -reach);
        *ret_high = poisson_bound_large(c + 1, reach);
        return;
    }
    *ret_low = count ? poisson_mean(c, 1 - tail, 0, c) : 0;
    *ret_high = poisson_mean(c + 1, tail, c, c + 2 * reach * reach + 4 * reach * sqrt(c + 1) + 2);
}

void review_wilson(uint64_t k, uint64_t n, double cover, double *ret_low, double *ret_high)
{
    assert(k <= n && cover > 0 && cover < 1);
    *ret_low = 0;
    *ret_high = 1;
    if (n == 0) return;
    double size = (double)n, share = (double)k / size, z = normal_reach(cover), zz = z * z / size;
    double middle = share + zz / 2, half = z * sqrt(share * (1 - share) / size + zz / size / 4);
    if (k > 0) *ret_low = (middle - half) / (1 + zz);
    if (k < n) *ret_high = (middle + half) / (1 + zz);
}
