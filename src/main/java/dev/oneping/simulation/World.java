package dev.oneping.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.EventLoops;
import dev.oneping.connection.admission.AdmittedDevice;
import dev.oneping.connection.admission.ConnectGuard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The devices and the app of a simulation, and what they do. A device whose connection was opened without a hello sends a
 * plain one as soon as anything else happens, unless its own hello comes first. Confined to the event loop.
 */
final class World {

    private static final int REFUSED = 400;

    private final ConnectGuard connections;
    private final EventLoops loops;
    private final SimulatedApp app;
    private final Output output;
    private final Map<Place, VirtualDevice> devices = new LinkedHashMap<>();
    private final List<VirtualDevice> silent = new ArrayList<>();

    World(ConnectGuard connections, EventLoops loops, SimulatedApp app, Output output) {
        this.connections = connections;
        this.loops = loops;
        this.app = app;
        this.output = output;
    }

    /** Returns whether a device has opened a connection and said nothing yet. */
    boolean isHelloDue() {
        return !silent.isEmpty();
    }

    /** Returns whether the hello of that device is expected, and this line is it. */
    boolean isAwaitedHello(Line line) {
        return line instanceof Line.Frame frame && isHello(frame.frame()) && device(frame) != null
                || line instanceof Line.Open;
    }

    /** Lets every device that said nothing yet send a plain hello. */
    void greet() {
        List<VirtualDevice> due = List.copyOf(silent);
        silent.clear();
        due.stream()
                .filter(device -> !device.isClosed() && !device.isGreeted())
                .forEach(device -> device.send(
                        LineReader.greeting(device.address().device()).toString()));
    }

    /** Does what a line says. */
    void apply(Line line, Consumer<Throwable> failed) throws LineException {
        switch (line) {
            case Line.Open open -> open(open, failed);
            case Line.Close close -> close(close);
            case Line.Frame frame -> send(frame);
            case Line.Request request ->
                app.send(request, (status, body) -> output.response(status, body, request.ref()), failed);
            case Line.Advance ignored -> {}
        }
    }

    private void open(Line.Open open, Consumer<Throwable> failed) throws LineException {
        VirtualDevice known = device(open);
        if (known != null && !known.isClosed()) {
            throw new LineException(
                    "open",
                    "The device '" + open.device().device() + "' of '"
                            + open.device().user().user() + "' is open already.",
                    "Close it first, or give each of its sessions a name: \"session\":\"tab-2\".");
        }
        if (open.registration() == null) {
            connect(open);
            return;
        }
        String path = "/v1/users/" + open.device().user().user() + "/devices/"
                + open.device().device();
        app.send(
                new Line.Request(open.at(), "PUT", path, Map.of(), open.registration(), null),
                (status, body) -> {
                    if (status >= REFUSED) {
                        output.response(status, body, open.registration());
                    }
                    connect(open);
                },
                failed);
    }

    private void connect(Line.Open open) {
        VirtualDevice device = connect(open.device(), open.tab());
        if (open.hello() != null) {
            device.send(open.hello().toString());
        } else if (open.then() == null) {
            silent.add(device);
            return;
        }
        if (open.then() != null) {
            if (!device.isGreeted() && !isHello(open.then())) {
                device.send(LineReader.greeting(open.device().device()).toString());
            }
            device.send(open.then().toString());
        }
    }

    private VirtualDevice connect(DeviceAddress address, String tab) {
        VirtualDevice device = new VirtualDevice(address, tab, output);
        device.attach(connections.connection(loops.current(), device, new AdmittedDevice(address, null, null)));
        devices.put(new Place(address, tab), device);
        return device;
    }

    private void close(Line.Close close) throws LineException {
        VirtualDevice device = devices.remove(new Place(close.device(), close.tab()));
        if (device == null || device.isClosed()) {
            throw notOpen(close, "open");
        }
        silent.remove(device);
        device.leave(!close.lost());
    }

    private void send(Line.Frame frame) throws LineException {
        VirtualDevice device = device(frame);
        boolean hello = isHello(frame.frame());
        if (device == null || device.isClosed()) {
            if (!hello) {
                throw notOpen(frame, "frame");
            }
            device = connect(frame.device(), frame.tab());
        }
        silent.remove(device);
        if (!hello && !device.isGreeted()) {
            device.send(LineReader.greeting(frame.device().device()).toString());
        }
        device.send(frame.frame().toString());
    }

    private static boolean isHello(JsonNode frame) {
        return "hello".equals(frame.path("type").asText());
    }

    private @Nullable VirtualDevice device(Line.OfDevice line) {
        return devices.get(new Place(line.device(), line.tab()));
    }

    private static LineException notOpen(Line.OfDevice line, String field) {
        return new LineException(
                field,
                "The device '" + line.device().device() + "' of '"
                        + line.device().user().user() + "' is not open.",
                "Write {\"at\":…,\"user\":…,\"device\":…,\"open\":true} before, and again after the service has closed it.");
    }

    private record Place(DeviceAddress device, String tab) {}
}
