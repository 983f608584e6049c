package dev.astern.workspace.connector;

import dev.astern.connector.Tool;
import java.util.List;

/** What agents may call in a workspace. */
final class WorkspaceTools {
    static final String RUN_COMMAND = "run_command";
    static final String WRITE_FILE = "write_file";
    static final String EDIT_FILE = "edit_file";
    static final String READ_FILE = "read_file";
    static final String LIST_FILES = "list_files";
    static final String DELETE_FILE = "delete_file";
    static final String MOVE_FILE = "move_file";
    static final String MAKE_FOLDER = "make_folder";
    static final String READ_OUTPUT = "read_output";

    private static final String PATH = """
            "path":{"type":"string","description":"Relative to the workspace; \\\\xHH stands for a byte that is no text."}""";

    static final List<Tool> ALL = List.of(
            new Tool(
                    RUN_COMMAND,
                    "Run a command",
                    "Runs a program in the workspace. What it does to files is captured, takes effect when it has ended and"
                            + " can be undone; elsewhere it can write nothing that lasts. Give `argv`; or `command`, which"
                            + " is run by `sh -c` unless it is plain words. Processes it leaves running end with it.",
                    object("""
                            "argv":{"type":"array","items":{"type":"string"},"minItems":1},"command":{"type":"string"},\
                            "cwd":{"type":"string","description":"A folder of the workspace."},\
                            "timeout_seconds":{"type":"integer","minimum":1}""", ""),
                    false),
            new Tool(READ_FILE, "Read a file", "Reads a file, or a part of it.", object(PATH + """
                            ,"offset":{"type":"integer","minimum":0},"limit":{"type":"integer","minimum":1}""", "path"), true),
            new Tool(LIST_FILES, "List files", "Lists a folder.", object(PATH + """
                            ,"recursive":{"type":"boolean"},"limit":{"type":"integer","minimum":1}""", ""), true),
            new Tool(
                    READ_OUTPUT,
                    "Read a command's output",
                    "Reads what a command of this session printed, all of which is kept.",
                    object("""
                            "action":{"type":"string"},"sha256":{"type":"string"},\
                            "offset":{"type":"integer","minimum":0},"limit":{"type":"integer","minimum":1}""", "action\",\"sha256"),
                    true),
            new Tool(
                    WRITE_FILE,
                    "Write a file",
                    "Writes a whole file, and makes the folders it needs. Give `content`, or `content_base64` for bytes.",
                    object(PATH + """
                            ,"content":{"type":"string"},"content_base64":{"type":"string"}""", "path"),
                    false),
            new Tool(
                    EDIT_FILE,
                    "Edit a file",
                    "Replaces text that stands in a file exactly once, or everywhere with `all`.",
                    object(PATH + """
                            ,"old":{"type":"string"},"new":{"type":"string"},"all":{"type":"boolean"}""", "path\",\"old\",\"new"),
                    false),
            new Tool(
                    DELETE_FILE,
                    "Delete a file",
                    "Deletes a file or an empty folder; with `recursive` a folder with all that is in it.",
                    object(PATH + """
                            ,"recursive":{"type":"boolean"}""", "path"),
                    false),
            new Tool(
                    MOVE_FILE,
                    "Move a file",
                    "Moves a file or folder to a place where nothing is; with `overwrite` a file over another.",
                    object("""
                            "from":{"type":"string"},"to":{"type":"string"},"overwrite":{"type":"boolean"}""", "from\",\"to"),
                    false),
            new Tool(MAKE_FOLDER, "Make a folder", "Makes a folder, and those above it.", object(PATH, "path"), false));

    private WorkspaceTools() {}

    private static String object(String properties, String required) {
        return "{\"type\":\"object\",\"properties\":{" + properties + "},"
                + (required.isEmpty() ? "" : "\"required\":[\"" + required + "\"],")
                + "\"additionalProperties\":false}";
    }
}
