package dev.oneping.channel;

/** The metric labels of providers' results. */
final class OutcomeLabels {

    private OutcomeLabels() {}

    static String name(SendResult result) {
        return switch (result) {
            case SendResult.Accepted ignored -> "accepted";
            case SendResult.Later ignored -> "later";
            case SendResult.Gone ignored -> "gone";
            case SendResult.Misdirected ignored -> "misdirected";
            case SendResult.Rejected ignored -> "rejected";
            case SendResult.TooLarge ignored -> "too_large";
        };
    }
}
