package dev.oneping.bench;

import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Draws the medians of a comparison as bars, in an SVG that needs no font or style of its surroundings. */
final class PeerDrawing {

    private static final int WIDTH = 760;
    private static final int BAR = 18;
    private static final int STEP = 24;
    private static final int LEFT = 170;
    private static final int LONGEST = 470;
    private static final int HEADING = 34;
    private static final String[] COLOURS = {"#2563eb", "#9ca3af", "#d1d5db"};

    private final StringBuilder shapes = new StringBuilder();
    private final Map<String, PeerFigures> medians;
    private int y = 10;

    private PeerDrawing(Map<String, PeerFigures> medians) {
        this.medians = medians;
    }

    /** Returns the drawing as text. */
    static String of(Map<String, PeerFigures> medians, int rate) {
        PeerDrawing drawing = new PeerDrawing(medians);
        drawing.bars("Notifications a second, closed loop (more is better)", "%,.0f", PeerFigures::perSecond);
        drawing.bars("CPU of service and Redis for each, ms (less is better)", "%.3f", PeerFigures::cpuEach);
        String paced = String.format(Locale.ROOT, " at %,d a second, ms (less is better)", rate);
        drawing.bars("p50" + paced, "%.2f", PeerFigures::pacedP50);
        drawing.bars("p99" + paced, "%.2f", PeerFigures::pacedP99);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                %s</svg>
                """.formatted(WIDTH, drawing.y + 10, drawing.shapes);
    }

    private void bars(String title, String format, ToDoubleFunction<PeerFigures> figure) {
        double most = medians.values().stream().mapToDouble(figure).max().orElse(1);
        text(10, y + 18, "font-weight=\"bold\"", title);
        y += HEADING - 6;
        int peer = 0;
        for (Map.Entry<String, PeerFigures> one : medians.entrySet()) {
            double value = figure.applyAsDouble(one.getValue());
            long length = Math.max(1, Math.round(LONGEST * value / most));
            text(LEFT - 8, y + BAR - 5, "text-anchor=\"end\"", one.getKey());
            shapes.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n"
                    .formatted(LEFT, y, length, BAR, COLOURS[peer++ % COLOURS.length]));
            text(LEFT + length + 6, y + BAR - 5, "", String.format(Locale.ROOT, format, value));
            y += STEP;
        }
        y += 6;
    }

    private void text(long x, int baseline, String attributes, String text) {
        shapes.append(
                "<text x=\"%d\" y=\"%d\" fill=\"#111827\" %s>%s</text>%n".formatted(x, baseline, attributes, text));
    }
}
