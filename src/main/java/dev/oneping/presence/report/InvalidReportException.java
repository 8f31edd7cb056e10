package dev.oneping.presence.report;

/** A report that breaks its contract. The message is fit for the client: it names the field and the rule. */
public final class InvalidReportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String detail;

    /**
     * A refusal.
     *
     * @param pointer the JSON pointer of the field within the report, for example {@code /battery/level}
     * @param detail  what is wrong with it
     */
    public InvalidReportException(String pointer, String detail) {
        super(pointer + " " + detail, null, false, false);
        this.pointer = pointer;
        this.detail = detail;
    }

    /** The JSON pointer of the field within the report. */
    public String pointer() {
        return pointer;
    }

    /** What is wrong with it, as the end of a sentence that begins with the field. */
    public String detail() {
        return detail;
    }
}
