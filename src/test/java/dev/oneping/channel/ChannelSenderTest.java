package dev.oneping.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.port.ProviderResult;
import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.presence.device.PushAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Isolation between providers, and the effect of each result. */
class ChannelSenderTest {

    private static final Target.Contact SMS = new Target.Contact("sms");
    private static final Target.Contact CHAT = new Target.Contact("chat");
    private static final PushAddress TOKEN = new PushAddress.Fcm("token-of-the-phone");

    @Test
    void shouldNotDelayOtherProvidersWhenOneHangs() {
        Contacts contacts = new Contacts();
        Map<String, String> one = Map.of("oneping.channel.concurrency", "1", "oneping.channel.patience", "1m");
        try (ChannelRig ann = new ChannelRig(List.of(), List.of(contacts), one)) {
            ann.reach("sms", "+49 30 901820");
            ann.reach("chat", "@ann");
            List<CompletableFuture<ProviderResult>> hanging = IntStream.range(0, 30)
                    .mapToObj(i -> ann.sending(SMS).subscribeAsCompletionStage())
                    .toList();
            Awaitility.await()
                    .until(() ->
                            hanging.stream().filter(CompletableFuture::isDone).count() == 26);

            assertEquals(new ProviderResult.Accepted(), ann.send(CHAT), "another one has its own lane");
            assertEquals(new ProviderResult.Later("channel_busy", null), ann.send(SMS), "and this one is full");

            contacts.answer.countDown();
            assertEquals(
                    4,
                    hanging.stream()
                            .filter(each -> each.join().equals(new ProviderResult.Accepted()))
                            .count());
            assertEquals(new ProviderResult.Accepted(), ann.send(SMS));
        }
    }

    @Test
    void shouldWakeEachDeviceSilentlyOnceInTwentyMinutes() {
        Phones phones = new Phones();
        DeviceId tablet = new DeviceId("tablet");
        try (ChannelRig ann = new ChannelRig(List.of(phones), List.of(), Map.of())) {
            ann.register(ChannelRig.PHONE, TOKEN);
            ann.register(tablet, new PushAddress.Fcm("token-of-the-tablet"));

            ann.retract(ChannelRig.PHONE);
            phones.awaitWoken(List.of(TOKEN));
            ann.retract(ChannelRig.PHONE);
            ann.retract(tablet);
            phones.awaitWoken(List.of(TOKEN, new PushAddress.Fcm("token-of-the-tablet")));

            Duration pause = ann.wakePause(ChannelRig.PHONE);
            assertTrue(pause.compareTo(Duration.ofMinutes(20)) <= 0, pause::toString);
            assertTrue(pause.compareTo(Duration.ofMinutes(19)) > 0, pause::toString);

            ann.endWakePause(ChannelRig.PHONE);
            ann.retract(ChannelRig.PHONE);
            phones.awaitWoken(List.of(TOKEN, new PushAddress.Fcm("token-of-the-tablet"), TOKEN));
        }
    }

    @Test
    void shouldRemoveAnAddressThatProvesDeadOnASilentPush() {
        Phones phones = new Phones();
        phones.answer = new SendResult.Gone(null);
        try (ChannelRig ann = new ChannelRig(List.of(phones), List.of(), Map.of())) {
            ann.register(ChannelRig.PHONE, TOKEN);

            ann.retract(ChannelRig.PHONE);

            Awaitility.await().until(() -> !ann.hasPhone());
            assertFalse(ann.events().contains("channel.rejected"));
        }
    }

    @Test
    void shouldKeepAnAddressThatWasRegisteredAfterItWasGone() {
        Phones phones = new Phones();
        phones.answer = new SendResult.Gone(Instant.now().minusSeconds(60));
        try (ChannelRig ann = new ChannelRig(List.of(phones), List.of(), Map.of())) {
            ann.register(ChannelRig.PHONE, TOKEN);
            Target.Push phone = new Target.Push(ChannelRig.PHONE);

            assertEquals(new ProviderResult.Later("registered_since", null), ann.send(phone));
            assertTrue(ann.hasPhone());

            phones.answer = new SendResult.Gone(Instant.now().plusSeconds(60));
            assertEquals(new ProviderResult.Dead("gone"), ann.send(phone));
            assertFalse(ann.hasPhone());
        }
    }

    /** An app's own channels, one of which hangs until the test releases it. */
    private static final class Contacts implements ContactSender {

        private final CountDownLatch answer = new CountDownLatch(1);

        @Override
        public String name() {
            return "gateway";
        }

        @Override
        public boolean serves(String channel) {
            return true;
        }

        @Override
        public String provider(TenantId tenant, String channel) {
            return channel;
        }

        @Override
        public SendResult send(String channel, String address, ChannelMessage.Show message) {
            if (channel.equals("sms")) {
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return new SendResult.Accepted();
        }
    }

    /** A push service that records the devices that it wakes. */
    private static final class Phones implements PushSender {

        private final List<PushAddress> woken = new CopyOnWriteArrayList<>();
        private volatile SendResult answer = new SendResult.Accepted();

        @Override
        public String service() {
            return "fcm";
        }

        @Override
        public String provider(PushAddress address) {
            return "fcm";
        }

        @Override
        public SendResult send(PushAddress address, ChannelMessage message) {
            if (message instanceof ChannelMessage.Hide) {
                woken.add(address);
            }
            return answer;
        }

        void awaitWoken(List<PushAddress> those) {
            Awaitility.await().untilAsserted(() -> assertEquals(those, woken));
        }
    }
}
