package dev.oneping.sim;

import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.RuleFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The trade-off between rings and time: the rules at several prices of a ring, and the policies to compare with, as SVG. */
final class TradeOffCurve {

    /** Log-seconds, from urgent to calm. */
    private static final double[] PRICES = {2, 10, 20, 32};

    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final double LEFT = 0.7;
    private static final double RIGHT = 2.1;

    private final StringBuilder svg = new StringBuilder();
    private final double bottom;
    private final double top;

    /** A policy in the plane of rings and of what is seen within two minutes. */
    private record Point(String name, double rings, double soon) {
        static Point of(String name, List<Tally> people) {
            Tally sum = Measure.sum(people);
            return new Point(name, Measure.RINGS.of(sum), Measure.SOON.of(sum));
        }
    }

    private TradeOffCurve(List<Point> points) {
        double least = points.stream().mapToDouble(Point::soon).min().orElse(0);
        double most = points.stream().mapToDouble(Point::soon).max().orElse(100);
        bottom = Math.floor(least - 1);
        top = Math.ceil(most + 1);
    }

    /** Measures and writes the curve. */
    static void write(Evaluation evaluation, Path file) throws IOException {
        List<Point> inUse = curve(evaluation, "in_use");
        List<Point> onAll = curve(evaluation, "everywhere");
        List<Point> others = List.of(
                Point.of("ring everything", evaluation.run(Baselines::everything)),
                Point.of("Slack's rule", evaluation.run(Baselines::slack)),
                Point.of("last active device", evaluation.run(Baselines::lastActive)),
                Point.of("oracle, one ring", evaluation.run(Baselines::oracle)));
        List<Point> all = new ArrayList<>(inUse);
        all.addAll(onAll);
        all.addAll(others);
        Files.writeString(file, new TradeOffCurve(all).draw(inUse, onAll, others));
    }

    private static List<Point> curve(Evaluation evaluation, String display) {
        List<Point> curve = new ArrayList<>();
        for (double price : PRICES) {
            RuleSet rules = rules(price, display);
            Point point = Point.of("λ " + (int) price, evaluation.run(days -> new RulesPolicy(rules, false)));
            curve.add(point);
            System.out.printf(
                    Locale.ROOT, "%s, %s: %.3f rings, %.2f %%%n", point.name(), display, point.rings(), point.soon());
        }
        return curve;
    }

    /** The default rules at one price for all priorities but critical, with silent displays there. */
    static RuleSet rules(double price, String display) {
        String text = RuleFiles.builtIn()
                .text()
                .replace(
                        "    choose: by_chance\n",
                        "    choose: by_chance\n    patience: {normal: %1$s, high: %1$s}\n    display: %2$s\n"
                                .formatted(price, display));
        return RuleFiles.parse("curve", text.getBytes(StandardCharsets.UTF_8));
    }

    private String draw(List<Point> inUse, List<Point> onAll, List<Point> others) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT);
        svg.append(
                "\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (double soon = bottom; soon <= top; soon += 2) {
            line(LEFT, soon, RIGHT, soon, "#ddd");
            text(34, y(soon) + 4, "end", String.format(Locale.ROOT, "%.0f", soon));
        }
        for (double rings = 0.8; rings < RIGHT; rings += 0.2) {
            line(rings, bottom, rings, top, "#ddd");
            text(x(rings), HEIGHT - 34, "middle", String.format(Locale.ROOT, "%.1f", rings));
        }
        text(x((LEFT + RIGHT) / 2), HEIGHT - 12, "middle", "rings per notification");
        text(40, 16, "start", "seen within 2 min, %");
        curve(inUse, "#a60", 16);
        curve(onAll, "#0a6", -8);
        text(60, 34, "start", "green: silent on all own devices; brown: on devices in use");
        others.forEach(point -> point(point, "#666", 16));
        return svg.append("</svg>\n").toString();
    }

    private void curve(List<Point> curve, String color, int above) {
        svg.append("<polyline fill=\"none\" stroke=\"").append(color).append("\" stroke-width=\"2\" points=\"");
        curve.forEach(point -> svg.append(round(x(point.rings())))
                .append(',')
                .append(round(y(point.soon())))
                .append(' '));
        svg.append("\"/>\n");
        curve.forEach(point -> point(point, color, above));
    }

    private void point(Point point, String color, int above) {
        svg.append("<circle cx=\"")
                .append(round(x(point.rings())))
                .append("\" cy=\"")
                .append(round(y(point.soon())));
        svg.append("\" r=\"4\" fill=\"").append(color).append("\"/>\n");
        text(x(point.rings()), y(point.soon()) + above, "middle", point.name());
    }

    private void line(double fromRings, double fromSoon, double toRings, double toSoon, String color) {
        svg.append("<path d=\"M").append(round(x(fromRings))).append(' ').append(round(y(fromSoon)));
        svg.append('L').append(round(x(toRings))).append(' ').append(round(y(toSoon)));
        svg.append("\" stroke=\"").append(color).append("\"/>\n");
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append("<text x=\"")
                .append(round(x))
                .append("\" y=\"")
                .append(round(y))
                .append("\" text-anchor=\"");
        svg.append(anchor).append("\">").append(text).append("</text>\n");
    }

    private double x(double rings) {
        return 40 + (rings - LEFT) / (RIGHT - LEFT) * (WIDTH - 60);
    }

    private double y(double soon) {
        return 24 + (top - soon) / (top - bottom) * (HEIGHT - 74);
    }

    private static String round(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
