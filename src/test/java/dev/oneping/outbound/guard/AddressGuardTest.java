package dev.oneping.outbound.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.outbound.guard.AddressGuard.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://2130706433/",
                "https://0x7f000001/",
                "https://017700000001/",
                "https://0177.0.0.1/",
                "https://0x7f.1/",
                "https://0x7f.0.0.1/",
                "https://127.1/",
                "https://127.0.0.1./",
                "https://0/",
                "https://1.1/",
                "https://2852039166/",
                "https://127.0.0.01/",
                "https://1.2.3.4.5/",
                "https://256.1.1.1/",
                "https://[fe80::1%25eth0]/",
                "https://[fe80::1%eth0]/",
                "https://１２７.0.0.1/",
                "https://①②⑦.0.0.1/",
                "https://localhost./",
                "https://example.com./",
                "https://exa mple.com/",
                "https://-example.com/",
                "https://example..com/",
                "https://.example.com/",
                "https://bücher.example/"
            })
    void shouldRefuseHostsThatParsersReadDifferently(String url) {
        assertThrows(EndpointUrl.Refused.class, () -> EndpointUrl.parse(url, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "gopher://example.com/",
                "jar:https://example.com/!/",
                "//example.com/",
                "/path",
                "",
                "https:///",
                "https://",
                "https://example.com@127.0.0.1/",
                "https://127.0.0.1%2f@example.com/",
                "https://user:pass@example.com/",
                "https://example.com:0/",
                "https://example.com:65536/",
                "https://example.com:-1/",
                "https://example.com:99999/",
                "https://example.com/#fragment",
                "https://example.com\\@127.0.0.1/",
                "https://example.com/\r\nX: y",
                "https://%31%32%37.0.0.1/",
                "https://[::1/"
            })
    void shouldRefuseUrlsThatAreNotPlainHttps(String url) {
        assertThrows(EndpointUrl.Refused.class, () -> EndpointUrl.parse(url, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {22, 25, 53, 110, 143, 6379, 5432, 11211, 6667, 2375})
    void shouldRefusePortsOfOtherProtocols(int port) throws EndpointUrl.Refused {
        String url = "https://example.com:" + port + "/";

        assertThrows(EndpointUrl.Refused.class, () -> EndpointUrl.parse(url, false));
        assertEquals(port, EndpointUrl.parse(url, true).port());
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 443, 1024, 3000, 8080, 8443, 65535})
    void shouldTakePortsOfHttp(int port) throws EndpointUrl.Refused {
        assertEquals(
                port,
                EndpointUrl.parse("https://example.com:" + port + "/", false).port());
    }

    @Test
    void shouldTakeHostNameWithUnderscore() throws EndpointUrl.Refused {
        assertEquals(
                "my_hook.example.com",
                EndpointUrl.parse("https://My_Hook.example.com/", false).host());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://[::ffff:0:127.0.0.1]/",
                "https://[::ffff:0:a00:1]/",
                "https://[64:ff9b::10.0.0.1]/",
                "https://[64:ff9b:1::10.0.0.1]/",
                "https://[2002:7f00:1::]/",
                "https://[2002:c0a8:101::1]/",
                "https://[2001:0:1:2:3:4:5:6]/",
                "https://[2606:4700::5efe:10.0.0.1]/",
                "https://[2606:4700::200:5efe:127.0.0.1]/",
                "https://[::10.0.0.1]/"
            })
    void shouldBlockIpv6FormsOfPrivateIpv4Addresses(String url) throws EndpointUrl.Refused {
        AddressGuard guard = guard(host -> literal(host), false);

        assertInstanceOf(Verdict.Blocked.class, guard.check(guard.parse(url)));
    }

    @Test
    void shouldRefuseAUrlThatIsTooLong() {
        String url = "https://example.com/" + "a".repeat(2048);

        assertThrows(EndpointUrl.Refused.class, () -> EndpointUrl.parse(url, false));
    }

    @Test
    void shouldKeepPathAndQueryAsTheyWereGiven() throws EndpointUrl.Refused {
        EndpointUrl url = EndpointUrl.parse("HTTPS://EXAMPLE.com:8443/a%0d%0ab?c=%20d", false);

        assertEquals("example.com", url.host());
        assertEquals(8443, url.port());
        assertEquals("/a%0d%0ab?c=%20d", url.target());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/", "https://LOCALHOST/", "https://foo.localhost/", "https://127.0.0.1.nip.example/",
                "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
                "https://[FD00:EC2::254]/", "https://metadata.google.internal/", "https://169.254.169.254/latest"
            })
    void shouldBlockNamesAndLiteralsThatLeadInside(String url) throws EndpointUrl.Refused {
        AddressGuard guard = guard(host -> host.matches("[0-9.]+|.*:.*") ? literal(host) : literal("127.0.0.1"), false);

        assertInstanceOf(Verdict.Blocked.class, guard.check(guard.parse(url)));
    }

    @Test
    void shouldGiveTheAddressThatWasCheckedAndAskOnlyOnce() throws Exception {
        List<String> asked = new ArrayList<>();
        AddressGuard rebinding = guard(
                host -> {
                    asked.add(host);
                    return literal(asked.size() == 1 ? "93.184.215.14" : "127.0.0.1");
                },
                false);

        Verdict verdict = rebinding.check(rebinding.parse("https://rebind.example/"));

        assertEquals(new Verdict.Allowed(literal("93.184.215.14")), verdict);
        assertEquals(List.of("rebind.example"), asked);
    }

    @Test
    void shouldBlockANameWithOneInnerAddressAmongMany() throws EndpointUrl.Refused {
        String[] thousand = new String[1000];
        Arrays.fill(thousand, "93.184.215.14");
        thousand[999] = "fd00::1";
        AddressGuard guard = guard(host -> literal(thousand), false);

        assertInstanceOf(Verdict.Blocked.class, guard.check(guard.parse("https://mixed.example/")));
    }

    @Test
    void shouldSayWhenANameHasNoAddress() throws EndpointUrl.Refused {
        AddressGuard empty = guard(host -> List.of(), false);
        AddressGuard failing = guard(
                host -> {
                    throw new UnknownHostException(host);
                },
                false);

        assertInstanceOf(Verdict.Unknown.class, empty.check(empty.parse("https://a.example/")));
        assertInstanceOf(Verdict.Unknown.class, failing.check(failing.parse("https://a.example/")));
    }

    @Test
    void shouldReachThisMachineOnlyWhereThatIsAllowed() throws Exception {
        AddressGuard open = guard(host -> literal("127.0.0.1"), true);

        Verdict verdict = open.check(open.parse("http://localhost:8080/hook"));

        assertEquals(new Verdict.Allowed(literal("127.0.0.1")), verdict);
    }

    private static AddressGuard guard(Resolver resolver, boolean privateAllowed) {
        return new AddressGuard(resolver, privateAllowed);
    }

    private static List<InetAddress> literal(String... addresses) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return all;
    }
}
