package io.millrace.load.headline;

/** Gamma variates by squeezing normal ones (Marsaglia and Tsang, ACM TOMS 26(3), 2000), with their boost below shape 1. */
final class Gamma {

    private Gamma() {}

    /** With scale 1, so that the mean is the shape. */
    static double draw(double shape, Draws draws) {
        if (shape < 1) {
            return draw(shape + 1, draws) * StrictMath.pow(1 - draws.uniform(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = draws.normal();
            double v = StrictMath.pow(1 + c * x, 3);
            double u = 1 - draws.uniform();
            if (v > 0 && StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }
}
