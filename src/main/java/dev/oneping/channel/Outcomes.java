package dev.oneping.channel;

/** What metrics call the answers of providers. */
final class Outcomes {

    private Outcomes() {}

    static String name(Carried carried) {
        return switch (carried) {
            case Carried.Accepted ignored -> "accepted";
            case Carried.Later ignored -> "later";
            case Carried.Gone ignored -> "gone";
            case Carried.Misdirected ignored -> "misdirected";
            case Carried.Rejected ignored -> "rejected";
            case Carried.TooLarge ignored -> "too_large";
        };
    }
}
