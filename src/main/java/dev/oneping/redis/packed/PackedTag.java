package dev.oneping.redis.packed;

/**
 * The first bytes of packed values. Numbers after a tag have seven bits in each byte, the lowest first; signed ones
 * alternate: 0, -1, 1, -2.
 */
final class PackedTag {

    /** Ends the label and begins the value. */
    static final int MARK = 0x1E;

    static final int NULL = 0x00;
    static final int FALSE = 0x01;
    static final int TRUE = 0x02;

    /** Names and values follow, up to {@link #END}. */
    static final int OBJECT = 0x03;

    /** Values follow, up to {@link #END}. */
    static final int LIST = 0x04;

    static final int END = 0x05;

    /** Its number follows. */
    static final int WORD = 0x06;

    /** Its length in bytes and its UTF-8 follow. */
    static final int STRING = 0x07;

    /** A signed number follows. */
    static final int NUMBER = 0x08;

    /** The number of decimals and a signed number follow. */
    static final int DECIMAL = 0x09;

    /** Eight bytes follow. */
    static final int DOUBLE = 0x0A;

    /** The signed seconds since the instant before and the nanoseconds follow. */
    static final int INSTANT = 0x0B;

    /** The signed seconds since the instant before follow; the nanoseconds are the same. */
    static final int SECONDS = 0x0C;

    /** Its digits follow as a text: a whole number that takes more than eight bytes, or an exact decimal. */
    static final int BIG = 0x0D;

    /** A list of objects with the same fields: the names up to {@link #END}, then their values in turn up to {@link #END}. */
    static final int ROWS = 0x0E;

    /** A row does not have this field. */
    static final int ABSENT = 0x0F;

    /** The numbers from 0 on, each a byte of its own. */
    static final int NUMBERS = 0x10;

    static final int SMALL_NUMBERS = 0x10;

    /** Strings shorter than {@link #SHORT_STRING} bytes: their UTF-8 follows. */
    static final int STRINGS = 0x20;

    static final int SHORT_STRING = 0x20;

    /** The first words, each a byte of its own. */
    static final int WORDS = 0x40;

    static final int SHORT_WORDS = 0x100 - WORDS;

    private PackedTag() {}
}
