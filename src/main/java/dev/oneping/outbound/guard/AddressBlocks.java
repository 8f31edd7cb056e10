package dev.oneping.outbound.guard;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * The address ranges that are not public. An IPv6 address that embeds an IPv4 address (mapped, translated,
 * compatible, NAT64, 6to4, ISATAP) is judged by the embedded one.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">special IPv4 addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry/">special IPv6 addresses</a>
 */
final class AddressBlocks {

    /**
     * Blocked regardless of the configuration: link-local addresses, the metadata services of clouds, and IPv6 addresses
     * that embed an IPv4 address in a place that cannot be known (local NAT64, Teredo).
     */
    private static final List<Cidr> ALWAYS = cidrs(
            "0.0.0.0/8",
            "169.254.0.0/16",
            "100.100.100.200/32",
            "192.0.0.192/32",
            "168.63.129.16/32",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "64:ff9b:1::/48",
            "2001::/32",
            "fd00:ec2::254/128",
            "fe80::/10",
            "ff00::/8");

    /** Allowed only with private networks. */
    private static final List<Cidr> PRIVATE = cidrs(
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "::1/128",
            "100::/64",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fec0::/10");

    private static final Cidr LOOPBACK_OR_NONE = Cidr.parse("::/127");
    private static final Cidr COMPATIBLE = Cidr.parse("::/96");
    private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");
    private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");
    private static final Cidr TRANSLATED = Cidr.parse("::ffff:0:0:0/96");
    private static final byte[] ISATAP = {0, 0, 0x5e, -2};
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private AddressBlocks() {}

    static boolean blocks(InetAddress address, boolean privateAllowed) {
        byte[] bytes = unwrap(address.getAddress());
        return anyContains(ALWAYS, bytes) || (!privateAllowed && anyContains(PRIVATE, bytes));
    }

    /** Returns the IPv4 address embedded in an IPv6 address, else the address itself. */
    static byte[] unwrap(byte[] address) {
        boolean mapped = address.length == 16 && Arrays.equals(address, 0, 12, MAPPED, 0, 12);
        boolean isatap =
                address.length == 16 && (address[8] & ~0x02) == 0 && Arrays.equals(address, 9, 12, ISATAP, 1, 4);
        boolean compatible = COMPATIBLE.contains(address) && !LOOPBACK_OR_NONE.contains(address);
        if (mapped || compatible || isatap || TRANSLATED.contains(address) || NAT64.contains(address)) {
            return Arrays.copyOfRange(address, 12, 16);
        }
        return SIX_TO_FOUR.contains(address) ? Arrays.copyOfRange(address, 2, 6) : address;
    }

    private static boolean anyContains(List<Cidr> blocks, byte[] address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static List<Cidr> cidrs(String... blocks) {
        return Arrays.stream(blocks).map(Cidr::parse).toList();
    }
}
