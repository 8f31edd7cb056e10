package dev.oneping.connection.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.connection.frame.ClientFrame.Ack;
import dev.oneping.connection.frame.ClientFrame.Bye;
import dev.oneping.connection.frame.ClientFrame.Hello;
import dev.oneping.connection.frame.ClientFrame.IgnoredField;
import dev.oneping.connection.frame.ClientFrame.Malformed;
import dev.oneping.connection.frame.ClientFrame.Nack;
import dev.oneping.connection.frame.ClientFrame.Observed;
import dev.oneping.connection.frame.ClientFrame.Ping;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.presence.report.Report;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final NotificationId ID = NotificationId.create(Instant.parse("2026-11-23T10:00:00Z"), 7);

    @Test
    void shouldReadHelloWithItsReport() {
        Hello hello = assertInstanceOf(
                Hello.class,
                read("{'type':'hello','device':'laptop','platform':'web','report':{'seq':1,'zone':'Europe/Berlin'}}"));

        assertEquals(new DeviceId("laptop"), hello.device());
        assertEquals("web", hello.platform());
        assertEquals(1, hello.report().seq());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'report':null", ",'report':{}"})
    void shouldReadHelloWithoutObservations(String report) {
        ClientFrame frame = read("{'type':'hello','device':'laptop','platform':'web'" + report + "}");

        assertEquals(
                new Hello(new DeviceId("laptop"), "web", Report.EMPTY, null, List.of(), List.of(), null, List.of()),
                frame);
    }

    @Test
    void shouldReadReportOfEverything() {
        Observed observed = assertInstanceOf(Observed.class, read("""
                {'type':'report','seq':7,'attention':{'visible':true,'focused':true,'idle_ms':1200,'screen':'unlocked'},
                 'battery':{'level':0.81,'charging':false},'network':{'type':'wifi','metered':false},
                 'location':{'lat':52.52,'lon':13.40,'accuracy_m':30},'zone':'Europe/Berlin'}"""));

        assertEquals(7, observed.report().seq());
        assertTrue(observed.report().attention() != null && observed.report().location() != null);
    }

    @ParameterizedTest
    @EnumSource(AckKind.class)
    void shouldReadEveryKindOfAck(AckKind kind) {
        String word = kind.name().toLowerCase(Locale.ROOT);

        assertEquals(new Ack(ID, kind), read("{'type':'ack','id':'" + ID + "','kind':'" + word + "'}"));
    }

    @Test
    void shouldReadTheOtherFrames() {
        assertEquals(new Nack(ID), read("{'type':'nack','id':'" + ID + "','reason':'no screen'}"));
        assertEquals(new Ping(), read("{'type':'ping'}"));
        assertEquals(new Bye(), read("{'type':'bye'}"));
    }

    @Test
    void shouldIgnoreUnknownFields() {
        assertEquals(new Ping(), read("{'type':'ping','colour':'blue','deep':{'er':[1,2]}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'hello','platform':'web'}                                        | /device is required",
                "{'type':'hello','device':7,'platform':'web'}                             | /device must be a string",
                "{'type':'hello','device':'a b','platform':'web'}                         | /device must be 1 to 64 of",
                "{'type':'hello','device':'','platform':'web'}                            | /device must be 1 to 64 of",
                "{'type':'hello','device':'laptop'}                                       | /platform is required",
                "{'type':'hello','device':'laptop','platform':null}                       | /platform is required",
                "{'type':'hello','device':'laptop','platform':'Web!'}                     | /platform must be 1 to 32 of",
                "{'type':'ack','kind':'seen'}                                             | /id is required",
                "{'type':'ack','id':['a'],'kind':'seen'}                                  | /id must be a string",
                "{'type':'nack'}                                                          | /id is required",
                "{'device':'laptop'}                                                      | /type is required",
                "{'type':7}                                                               | /type must be a string",
            })
    void shouldNameTheFieldThatIsWrong(String frame, String detail) {
        Malformed malformed = assertInstanceOf(Malformed.class, read(frame));

        assertEquals(ErrorCode.INVALID_FIELD, malformed.code());
        assertTrue(malformed.detail().startsWith(detail), malformed.detail());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'hello','device':'laptop','platform':'web','report':7}           | /report must be an object",
                "{'type':'hello','device':'laptop','platform':'web','report':{'seq':'x'}} | /report/seq must be",
                "{'type':'report','seq':-1}                                               | /seq must be",
                "{'type':'report','seq':1.5}                                              | /seq must be",
                "{'type':'report','seq':99999999999999999999}                             | /seq must be",
                "{'type':'report','attention':true}                                       | /attention must be an object",
                "{'type':'report','attention':{'visible':'yes'}}                          | /attention/visible must be",
                "{'type':'report','attention':{'idle_ms':-1}}                             | /attention/idle_ms must be",
                "{'type':'report','attention':{'screen':'dim'}}                           | /attention/screen must be",
                "{'type':'report','battery':{'level':1.2}}                                | /battery/level must be",
                "{'type':'report','battery':{'level':'full'}}                             | /battery/level must be",
                "{'type':'report','location':{'lat':91,'lon':0}}                          | /location/lat must be",
                "{'type':'report','location':{'lat':1}}                                   | /location/lon is required",
                "{'type':'report','zone':'Mars/Base'}                                     | /zone must be",
            })
    void shouldLeaveOutAnInvalidObservationAndNameIt(String frame, String detail) {
        List<IgnoredField> odd = switch (read(frame)) {
            case Hello hello -> hello.odd();
            case Observed observed -> observed.odd();
            case ClientFrame other -> throw new AssertionError(other);
        };

        assertEquals(1, odd.size(), odd::toString);
        assertTrue((odd.getFirst().field() + " " + odd.getFirst().rule()).startsWith(detail), odd::toString);
    }

    @Test
    void shouldKeepTheRestOfAReport() {
        Observed observed = assertInstanceOf(Observed.class, read("""
                {'type':'report','seq':7,'battery':{'level':-1},'zone':'Etc/Unknown','attention':{'idle_ms':1200.5,
                 'visible':true},'location':{'lat':1,'lon':1,'accuracy_m':-1},'network':{'type':'5G'},
                 'places':['Home Office'],'capabilities':['com.example.Ring']}"""));

        assertEquals(
                List.of("/attention/idle_ms", "/battery/level", "/location/accuracy_m", "/zone"),
                observed.odd().stream().map(IgnoredField::field).toList());
        assertEquals(Set.of("Home Office"), observed.report().places());
        assertEquals(Set.of("com.example.Ring"), observed.report().capabilities());
        assertEquals(7, observed.report().seq());
    }

    @Test
    void shouldTakeAWholeNumberWithAFraction() {
        Observed observed =
                assertInstanceOf(Observed.class, read("{'type':'report','seq':7.0,'attention':{'idle_ms':1.2e3}}"));

        assertEquals(List.of(), observed.odd());
        assertEquals(7, observed.report().seq());
    }

    @Test
    void shouldNameTheKindsOfAck() {
        Malformed malformed = assertInstanceOf(Malformed.class, read("{'type':'ack','id':'" + ID + "','kind':'read'}"));

        assertEquals("/kind must be one of received, seen, acted, dismissed", malformed.detail());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'welcome'}              | UNKNOWN_FRAME_TYPE",
                "{'type':'HELLO'}                | UNKNOWN_FRAME_TYPE",
                "{'type':''}                     | UNKNOWN_FRAME_TYPE",
                "{'type':'ack','id':'ntf_1','kind':'seen'} | UNKNOWN_NOTIFICATION",
                "{'type':'nack','id':'x'}        | UNKNOWN_NOTIFICATION",
                "{'type':'ping'                  | MALFORMED_JSON",
                "{'type':'ping'}}                | MALFORMED_JSON",
                "{'type':'ping'} {'type':'ping'} | MALFORMED_JSON",
                "[]                              | MALFORMED_JSON",
                "{'type':'ping','type':'bye'}    | MALFORMED_JSON",
                "{'type':'report','battery':{'level':1,'level':0}} | MALFORMED_JSON",
                "'ping'                          | MALFORMED_JSON",
                "null                            | MALFORMED_JSON",
                "hello                           | MALFORMED_JSON",
            })
    void shouldExplainTheError(String frame, ErrorCode code) {
        assertEquals(code, assertInstanceOf(Malformed.class, read(frame)).code());
    }

    @Test
    void shouldRejectAnEmptyMessage() {
        assertEquals(
                ErrorCode.MALFORMED_JSON,
                assertInstanceOf(Malformed.class, FrameReader.read(new byte[0])).code());
    }

    @Test
    void shouldRejectDeepNesting() {
        String deep = "{'type':'report','x':" + "[".repeat(1000) + "]".repeat(1000) + "}";

        assertEquals(
                ErrorCode.MALFORMED_JSON,
                assertInstanceOf(Malformed.class, read(deep)).code());
    }

    @Test
    void shouldRejectBytesThatAreNotUtf8() {
        byte[] bytes = "{\"type\":\"ping\",\"x\":\"__\"}".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 4] = (byte) 0xC3;
        bytes[bytes.length - 3] = (byte) 0x28;

        assertEquals(
                ErrorCode.INVALID_UTF8,
                assertInstanceOf(Malformed.class, FrameReader.read(bytes)).code());
    }

    @Test
    void shouldAcceptAReplacementCharacterSentByTheClient() {
        assertEquals(new Ping(), read("{'type':'ping','x':'\uFFFD'}"));
    }

    @Test
    void shouldAnswerAnythingWithAFrame() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] good = ("{\"type\":\"ack\",\"id\":\"" + ID + "\",\"kind\":\"seen\"}").getBytes(StandardCharsets.UTF_8);

        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertInstanceOf(ClientFrame.class, FrameReader.read(bytes));
        }
    }

    private static ClientFrame read(String frame) {
        return FrameReader.read(frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
