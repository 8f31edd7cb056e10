package dev.oneping.outbound.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A CIDR block: the addresses with a common prefix. Compares bytes instead of using the predicates of
 * {@link InetAddress}, which cover neither shared, benchmarking nor unique local addresses.
 */
public final class Cidr {

    private final byte[] prefix;
    private final int bits;

    private Cidr(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /**
     * Parses {@code address/bits}.
     *
     * @throws IllegalArgumentException if it is malformed; host names are never resolved
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(0, slash).matches("[0-9a-fA-F:.]+")) {
            throw new IllegalArgumentException("not a block of addresses: " + text);
        }
        try {
            byte[] prefix = InetAddress.getByName(text.substring(0, slash)).getAddress();
            int bits = Integer.parseInt(text, slash + 1, text.length(), 10);
            if (bits < 0 || bits > prefix.length * 8) {
                throw new IllegalArgumentException("not a block of addresses: " + text);
            }
            return new Cidr(prefix, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("not a block of addresses: " + text, e);
        }
    }

    /** Returns whether the address is in this block; false for an address of the other family. */
    public boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != prefix[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xff) >>> (8 - rest) == 0;
    }
}
