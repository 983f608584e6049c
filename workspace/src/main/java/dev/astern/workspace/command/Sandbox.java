package dev.astern.workspace.command;

import dev.astern.workspace.file.RelPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line that puts a command where it can reach only its workspace: namespaces of its own for users, mounts,
 * processes and the network; the workspace under a layer that takes every write; everything else read-only; Astern's own
 * folders and the host's temporary ones out of sight. The command itself runs in a further user namespace as the user that
 * the runner is, without any capability, so that it can undo none of this.
 */
public final class Sandbox {
    /** Opened outside, because nothing may be open for writing where a mount is made read-only. */
    private static final String OUTSIDE = "exec 9>\"$0\"; exec unshare \"$@\"";
    /** Mounts of a table are counted, since one that is left out is no error of {@code mount}. */
    private static final String MOUNT = """
            mount -a -T "$table"
            while read -r line; do
              case $line in
              *" - "*" $name "*) left=$((left - 1)) ;;
              esac
            done </proc/self/mountinfo
            [ "$left" = 0 ]
            """;

    private static final String RUN = """
            echo ready >&9
            exec 9>&-
            set +e
            unshare -U --map-user="$uid" --map-group="$gid" prlimit --nproc="$max" --core=0 -- "$@" </dev/null
            exit $?
            """;

    private static final String BARE = """
            cd "$1/$2" || exit 125
            max=$3
            shift 3
            exec prlimit --nproc="$max" --core=0 -- "$@"
            """;
    private static final List<String> TEMPORARY = List.of("/tmp", "/var/tmp", "/run", "/dev/shm");
    private static final Set<String> KERNELS_OWN =
            Set.of("proc", "sysfs", "cgroup", "cgroup2", "devpts", "devtmpfs", "mqueue", "securityfs", "debugfs");

    private final Path workspace;
    private final Limits limits;
    private final List<Path> hidden;
    private final String user;
    private final String group;

    /** @param hidden folders that commands must not see, Astern's own above all */
    public Sandbox(Path workspace, Limits limits, List<Path> hidden, int uid, int gid) {
        this.workspace = workspace;
        this.limits = limits;
        this.hidden = List.copyOf(hidden);
        this.user = Integer.toString(uid);
        this.group = Integer.toString(gid);
    }

    public Limits limits() {
        return limits;
    }

    /** The lines of a shell's script need care with what is in a path; the kernel's mount options can't carry these. */
    public static boolean canCarry(Path path) {
        return path.toString().chars().noneMatch(c -> c == ',' || c == ':' || c == '\\' || c < ' ');
    }

    /** The command line of a command without anything around it. */
    List<String> bare(Command command) {
        var line =
                new ArrayList<String>(List.of("setpriv", "--pdeathsig", "KILL", "setsid", "/bin/sh", "-c", BARE, "sh"));
        line.addAll(List.of(workspace.toString(), text(command.folder()), Integer.toString(limits.processes())));
        line.addAll(command.argv());
        return line;
    }

    /** A shell in namespaces of its own, which does what is then written to it. */
    List<String> shell(Path layer) {
        var line = new ArrayList<String>(List.of("setpriv", "--pdeathsig", "KILL"));
        line.addAll(List.of("/bin/sh", "-c", OUTSIDE, layer.resolve("ready").toString()));
        line.addAll(List.of("-Urm", "--pid", "--fork", "--kill-child=KILL", "--ipc", "--mount-proc"));
        if (!limits.network()) {
            line.add("--net");
        }
        line.addAll(List.of("/bin/sh", "-s"));
        return line;
    }

    /**
     * What that shell does first, before there is a command.
     *
     * @param layer folders for one run alone, with {@code upper} and {@code work} in it
     */
    byte[] prepared(Level level, Path layer) throws IOException {
        var script = new ShellText()
                .add("set -e\n")
                .add("mount --bind")
                .words(List.of(layer, layer))
                .add("\n");
        if (level != Level.OVERLAY) {
            script.add("mount --bind").words(List.of(workspace, workspace)).add("\n");
        }
        for (var point : writable()) {
            script.add("mount -o remount,bind,ro").words(List.of(point)).add("\n");
        }
        return script.bytes();
    }

    /** What it does once there is one: the layer comes over the workspace as that is then, and the command is run. */
    byte[] entered(Level level, Path layer, Command command, Map<String, String> environment) throws IOException {
        var table = table(layer, level == Level.OVERLAY);
        var file = Files.writeString(layer.resolve("mounts"), table.text());
        var script = new ShellText()
                .add("table=")
                .word(file)
                .add(" name=")
                .word(table.name())
                .add(" left=" + table.mounts() + "\n")
                .add(MOUNT)
                .add("cd ")
                .word(workspace)
                .add("/")
                .word(command.folder().raw().getBytes(StandardCharsets.ISO_8859_1))
                .add("\nuid=" + user + " gid=" + group + " max=" + limits.processes() + "\n");
        environment.forEach(
                (name, value) -> script.add("export " + name + "=").word(value).add("\n"));
        return script.add("set --").words(command.argv()).add("\n").add(RUN).bytes();
    }

    private static String text(RelPath path) {
        return new String(path.raw().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Everything that is mounted anew, so that one process does it: the layer, and nothing over what is out of sight. */
    private MountTable table(Path layer, boolean overlay) {
        var table = new MountTable(layer.getFileName().toString());
        if (overlay) {
            table.add(
                    workspace,
                    "overlay",
                    "userxattr,lowerdir=" + workspace + ",upperdir=" + layer.resolve("upper") + ",workdir="
                            + layer.resolve("work"));
        }
        TEMPORARY.stream().map(Path::of).filter(this::hideable).forEach(table::hide);
        for (var folder : hidden) {
            // What is beneath another is out of sight with that.
            boolean beneath = hidden.stream().anyMatch(other -> folder.startsWith(other) && !folder.equals(other));
            if (Files.isDirectory(folder) && !workspace.startsWith(folder) && !beneath) {
                table.hide(folder);
            }
        }
        return table;
    }

    /** What holds the workspace can't be hidden without hiding that as well. */
    private boolean hideable(Path folder) {
        return Files.isDirectory(folder)
                && !Files.isSymbolicLink(folder)
                && !workspace.startsWith(folder)
                && hidden.stream().noneMatch(h -> h.startsWith(folder));
    }

    /** Mounts that are writable here, the root first; what is hidden or the kernel's own needs nothing. */
    private List<String> writable() throws IOException {
        var points = new ArrayList<String>();
        for (var line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            var fields = line.split(" ");
            int dash = List.of(fields).indexOf("-");
            if (dash < 0 || fields.length < dash + 2 || fields.length < 6) {
                continue;
            }
            var point = fields[4];
            boolean covered = points.contains(point)
                    || KERNELS_OWN.contains(fields[dash + 1])
                    || point.contains("\\")
                    || TEMPORARY.stream()
                            .anyMatch(
                                    t -> hideable(Path.of(t)) && Path.of(point).startsWith(t))
                    || hidden.stream().anyMatch(h -> Path.of(point).startsWith(h))
                    || Path.of(point).startsWith("/sys")
                    || Path.of(point).startsWith("/proc");
            if (!covered
                    && List.of(fields[5].split(",")).contains("rw")
                    && !Path.of(point).startsWith(workspace)) {
                points.add(point);
            }
        }
        return points;
    }
}
