package dev.oneping.presence.report;

/** An invalid report. The message is suitable for the client: it names the field and the rule. */
public final class InvalidReportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String detail;

    /**
     * Creates the exception.
     *
     * @param pointer the JSON pointer of the field within the report, for example {@code /battery/level}
     * @param detail  the rule that is broken
     */
    public InvalidReportException(String pointer, String detail) {
        super(pointer + " " + detail, null, false, false);
        this.pointer = pointer;
        this.detail = detail;
    }

    /** Returns the JSON pointer of the field within the report. */
    public String pointer() {
        return pointer;
    }

    /** Returns the broken rule, as the end of a sentence that begins with the field. */
    public String detail() {
        return detail;
    }
}
