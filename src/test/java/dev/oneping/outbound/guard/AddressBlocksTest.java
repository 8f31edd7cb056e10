package dev.oneping.outbound.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first and the last address of each block, and those just outside that are public. */
class AddressBlocksTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
                "127.0.0.0", "127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.170.2",
                "169.254.255.255", "172.16.0.0", "172.31.255.255", "192.0.0.0", "192.0.0.192", "192.0.0.255",
                "192.0.2.0", "192.0.2.255", "192.88.99.0", "192.88.99.255", "192.168.0.0", "192.168.255.255",
                "198.18.0.0", "198.19.255.255", "198.51.100.0", "198.51.100.255", "203.0.113.0", "203.0.113.255",
                "224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255", "168.63.129.16", "100.100.100.200"
            })
    void shouldBlockEveryIpv4BlockToItsEdges(String address) throws UnknownHostException {
        assertEquals(true, blocked(address));
        assertEquals(true, blocked("::ffff:" + address), "mapped");
        assertEquals(true, blocked("::" + address), "compatible");
        assertEquals(true, blocked("64:ff9b::" + address), "NAT64");
        assertEquals(true, blocked(sixToFour(address)), "6to4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
                "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255",
                "192.0.1.0", "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0",
                "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0",
                "223.255.255.255", "168.63.129.15", "168.63.129.17", "8.8.8.8"
            })
    void shouldAllowWhatIsJustOutsideOfAnIpv4Block(String address) throws UnknownHostException {
        assertEquals(false, blocked(address));
        assertEquals(false, blocked("64:ff9b::" + address), "NAT64");
        assertEquals(false, blocked(sixToFour(address)), "6to4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "64:ff9b:1::",
                "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
                "100::",
                "100::ffff:ffff:ffff:ffff",
                "2001::",
                "2001:0:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:db8::",
                "2001:DB8:ffff:ffff:ffff:ffff:ffff:ffff",
                "3fff::",
                "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
                "5f00::",
                "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fc00::",
                "fd00:ec2::254",
                "FD00:EC2::254",
                "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fe80::",
                "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fec0::",
                "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "ff00::",
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "::ffff:7f00:1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::"
            })
    void shouldBlockEveryIpv6BlockToItsEdges(String address) throws UnknownHostException {
        assertEquals(true, blocked(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "64:ff9b:2::", "100:0:0:1::", "2001:1::", "2001:db7:ffff::", "2001:db9::", "2003::", "3ffe:ffff::",
                "4000::", "5eff:ffff::", "5f01::", "fbff:ffff::", "fe00::", "2606:4700::1111", "::ffff:8.8.8.8"
            })
    void shouldAllowWhatIsJustOutsideOfAnIpv6Block(String address) throws UnknownHostException {
        assertEquals(false, blocked(address));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false",
        "::1, false",
        "192.168.1.1, false",
        "fd00::1, false",
        "169.254.169.254, true",
        "100.100.100.200, true",
        "168.63.129.16, true",
        "192.0.0.192, true",
        "fd00:ec2::254, true",
        "fe80::1, true",
        "::ffff:169.254.169.254, true",
        "0.0.0.0, true"
    })
    void shouldKeepMetadataServicesBlockedWherePrivateNetworksAreAllowed(String address, boolean blocked)
            throws UnknownHostException {
        assertEquals(blocked, AddressBlocks.blocks(InetAddress.getByName(address), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "example.com/8", "10.0.0.0/x", "::/129"})
    void shouldRefuseWhatIsNoBlock(String text) {
        assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
    }

    @Test
    void shouldJudgeTheAddressThatIsCarried() throws UnknownHostException {
        byte[] carried =
                AddressBlocks.unwrap(InetAddress.getByName("2002:0102:0304::").getAddress());

        assertEquals(InetAddress.getByName("1.2.3.4"), InetAddress.getByAddress(carried));
    }

    private static boolean blocked(String address) throws UnknownHostException {
        return AddressBlocks.blocks(InetAddress.getByName(address), false);
    }

    private static String sixToFour(String address) throws UnknownHostException {
        byte[] bytes = InetAddress.getByName(address).getAddress();
        return "2002:%02x%02x:%02x%02x::".formatted(bytes[0], bytes[1], bytes[2], bytes[3]);
    }
}
