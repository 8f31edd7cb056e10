package dev.oneping.rules.fact;

/** The view that a device gives on the app, from the most to the least likely to be looked at. */
public enum DeviceView {
    /** The app's window has the focus. */
    FOCUSED,
    /** The app's window or page can be seen. */
    VISIBLE,
    /** The app's window or page is covered or in the background. */
    HIDDEN,
    /** The screen is locked or off. */
    LOCKED
}
