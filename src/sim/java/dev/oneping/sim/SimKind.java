package dev.oneping.sim;

/** A kind of device. */
enum SimKind {
    /** With an app that has push; connected only while the app is in the foreground, and shortly after. */
    PHONE("ios"),
    /** A browser tab on a laptop, which is carried along or stays. */
    LAPTOP("web"),
    /** A desktop program on a computer that stays where it is. */
    DESKTOP("desktop"),
    /** With an app that has push; often shared. */
    TABLET("tablet"),
    /** Always connected, shared, with rare input. */
    TV("tv"),
    /** Reached by push only. */
    WATCH("watch");

    /** The platform that a hello names. */
    final String platform;

    SimKind(String platform) {
        this.platform = platform;
    }

    boolean isComputer() {
        return this == LAPTOP || this == DESKTOP;
    }

    /** Whether its app is connected only while it is used. */
    boolean isMobile() {
        return this == PHONE || this == TABLET;
    }
}
