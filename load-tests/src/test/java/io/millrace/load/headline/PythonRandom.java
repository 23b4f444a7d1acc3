package io.millrace.load.headline;

/**
 * Draws the numbers of CPython's {@code random.Random}: the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) seeded by
 * array, doubles of 53 bits, normal variates by the ratio of uniforms (Kinderman and Monahan, 1977).
 */
final class PythonRandom implements Draws {

    private static final int N = 624;
    private static final int M = 397;
    private static final double NORMAL = 4 * StrictMath.exp(-0.5) / StrictMath.sqrt(2.0);

    private final int[] state = new int[N];
    private int at = N;

    /** @param seed not negative, below 2^32 */
    PythonRandom(long seed) {
        seedByOne(19_650_218);
        int i = 1;
        for (int k = 0; k < N; k++) {
            state[i] = (state[i] ^ (twisted(state[i - 1]) * 1_664_525)) + (int) seed;
            i = next(i);
        }
        for (int k = 0; k < N - 1; k++) {
            state[i] = (state[i] ^ (twisted(state[i - 1]) * 1_566_083_941)) - i;
            i = next(i);
        }
        state[0] = 0x80000000;
    }

    @Override
    public double uniform() {
        long high = bits() >>> 5;
        long low = bits() >>> 6;
        return (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0;
    }

    @Override
    public double normal() {
        while (true) {
            double u1 = uniform();
            double u2 = 1.0 - uniform();
            double z = NORMAL * (u1 - 0.5) / u2;
            if (z * z / 4.0 <= -StrictMath.log(u2)) {
                return z;
            }
        }
    }

    @Override
    public int index(int bound) {
        int shift = Integer.numberOfLeadingZeros(bound);
        int drawn = bits() >>> shift;
        while (drawn >= bound) {
            drawn = bits() >>> shift;
        }
        return drawn;
    }

    private void seedByOne(int seed) {
        state[0] = seed;
        for (int i = 1; i < N; i++) {
            state[i] = 1_812_433_253 * twisted(state[i - 1]) + i;
        }
    }

    private int next(int i) {
        if (i < N - 1) {
            return i + 1;
        }
        state[0] = state[N - 1];
        return 1;
    }

    private static int twisted(int word) {
        return word ^ (word >>> 30);
    }

    private int bits() {
        if (at == N) {
            generate();
            at = 0;
        }
        int y = state[at];
        at++;
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void generate() {
        for (int i = 0; i < N; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
            state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
    }
}
