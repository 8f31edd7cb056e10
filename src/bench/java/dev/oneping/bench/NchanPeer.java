package dev.oneping.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** nginx with its module nchan: a relay in C that stores nothing durably, as the limit of what a relay can do. */
final class NchanPeer implements Peer {

    private static final String CONFIGURATION = """
            load_module %1$s;
            daemon off;
            worker_processes 1;
            pid %2$s/nginx.pid;
            error_log stderr error;
            events { worker_connections 65536; }
            http {
              access_log off;
              keepalive_requests 100000000;
              client_body_temp_path %2$s/body;
              proxy_temp_path %2$s/proxy;
              fastcgi_temp_path %2$s/fastcgi;
              uwsgi_temp_path %2$s/uwsgi;
              scgi_temp_path %2$s/scgi;
              nchan_shared_memory_size 256M;
              server {
                listen 127.0.0.1:%3$d;
                location ~ ^/pub/(.+)$ {
                  nchan_publisher;
                  nchan_channel_id $1;
                  nchan_message_timeout 10m;
                  nchan_message_buffer_length 4;
                }
                location ~ ^/sub/(.+)$ {
                  nchan_subscriber websocket;
                  nchan_channel_id $1;
                  nchan_subscriber_first_message newest;
                }
              }
            }
            """;

    private static final List<Path> MODULES = List.of(
            Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so"),
            Path.of("/usr/lib64/nginx/modules/ngx_nchan_module.so"),
            Path.of("/usr/share/nginx/modules/ngx_nchan_module.so"));

    private final Path data;
    private final PeerProcess process;
    private final NchanProtocol protocol;

    private NchanPeer(Path data, PeerProcess process, Service service) {
        this.data = data;
        this.process = process;
        this.protocol = new NchanProtocol(service, new AtomicLong());
    }

    /** Starts it; empty if nginx with nchan is not installed. */
    static Optional<NchanPeer> start() throws IOException {
        Optional<Path> module = MODULES.stream().filter(Files::isRegularFile).findFirst();
        Optional<String> program = Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx")
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst();
        if (module.isEmpty() || program.isEmpty()) {
            return Optional.empty();
        }
        Path data = Files.createTempDirectory("oneping-nchan");
        int port = PeerProcess.freePort();
        Path configuration = data.resolve("nginx.conf");
        Files.writeString(configuration, CONFIGURATION.formatted(module.get(), data, port));
        PeerProcess process = PeerProcess.start(
                data,
                data.resolve("nginx.log").toFile(),
                port,
                Map.of(),
                List.of(program.get(), "-p", data.toString(), "-c", configuration.toString()));
        return Optional.of(new NchanPeer(data, process, new Service(URI.create("http://127.0.0.1:" + port), "none")));
    }

    @Override
    public String name() {
        return "nchan (relay only)";
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    /** The workers are children of the process that is watched. */
    @Override
    public List<Watched> processes() {
        return List.of(new Watched("service", process.handle()));
    }

    @Override
    public OptionalInt redisPort() {
        return OptionalInt.empty();
    }

    @Override
    public void close() throws IOException {
        process.close();
        Folders.delete(data);
    }
}
