package io.millrace.load.headline;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Curves over one axis as a small SVG whose text is text. Written by hand: the charting libraries for Java draw text as
 * outlines (100 kB a plot), need fonts, or are under the GPL.
 *
 * @param most end of the vertical axis, which begins at 0
 */
public record LinePlot(String title, String across, String upright, double most, List<Curve> curves) {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 320;
    private static final int LEFT = 56;
    private static final int RIGHT = 90;
    private static final int TOP = 34;
    private static final int BOTTOM = 44;
    private static final int TICKS = 5;
    private static final int LINE = 14;
    private static final List<String> COLOURS =
            List.of("#7a7a7a", "#c2571a", "#1a6fb5", "#2e8b57", "#8b3a8b", "#b58f1a");

    public LinePlot {
        curves = List.copyOf(curves);
    }

    public String toSvg() {
        var svg = new StringBuilder();
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="#fff"/>
                """.formatted(WIDTH, HEIGHT));
        text(svg, LEFT, 20, "start", title);
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", across);
        svg.append("<text x=\"14\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 14 %d)\">%s</text>%n"
                .formatted(HEIGHT / 2, HEIGHT / 2, upright));
        IntStream.rangeClosed(0, TICKS).forEach(tick -> grid(svg, tick));
        IntStream.range(0, curves.size()).forEach(i -> curve(svg, curves.get(i), colour(i)));
        names(svg);
        return svg.append("</svg>\n").toString().replace("\r\n", "\n");
    }

    private void grid(StringBuilder svg, int tick) {
        double value = most * tick / TICKS;
        svg.append(format(
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
                LEFT, WIDTH - RIGHT, y(value), y(value)));
        text(svg, LEFT - 6, y(value) + 4, "end", number(value));
        double rate = farthest() * tick / TICKS;
        text(svg, x(rate), HEIGHT - BOTTOM + 18, "middle", number(rate));
    }

    /** A curve that leaves the plot at the top ends there. */
    private void curve(StringBuilder svg, Curve curve, String colour) {
        svg.append("<polyline fill=\"none\" stroke=\"").append(colour).append("\" stroke-width=\"2\" points=\"");
        for (int i = 0; i <= last(curve); i++) {
            svg.append(format("%.1f,%.1f ", x(curve.across[i]), y(curve.upright[i])));
        }
        svg.append("\"/>\n");
    }

    /** Each beside the end of its curve, from the top down, none over another. */
    private void names(StringBuilder svg) {
        double free = 0;
        var fromTheTop = IntStream.range(0, curves.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> end(curves.get(i))))
                .toList();
        for (int i : fromTheTop) {
            var curve = curves.get(i);
            double place = Math.max(free, end(curve));
            free = place + LINE;
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>%n",
                    x(curve.across[last(curve)]) + 5, place + 4, colour(i), curve.name));
        }
    }

    private double end(Curve curve) {
        return y(curve.upright[last(curve)]);
    }

    /** Index of the last place that is shown; the first one always is. */
    private int last(Curve curve) {
        return (int) IntStream.range(1, curve.across.length)
                .takeWhile(i -> curve.upright[i] <= most)
                .count();
    }

    private static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }

    private double x(double value) {
        return LEFT + value / farthest() * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / most * (HEIGHT - TOP - BOTTOM);
    }

    private double farthest() {
        return curves.stream()
                .mapToDouble(curve -> curve.across[curve.across.length - 1])
                .max()
                .orElse(1);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(
                format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#222\">%s</text>%n", x, y, anchor, text));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : format("%.1f", value);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** One line of the plot; both arrays are as long. */
    public record Curve(String name, double[] across, double[] upright) {

        public Curve {
            if (across.length != upright.length || across.length == 0) {
                throw new IllegalArgumentException("a curve has as many places as values, and one at least");
            }
        }
    }
}
