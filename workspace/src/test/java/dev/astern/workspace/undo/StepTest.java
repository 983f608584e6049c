package dev.astern.workspace.undo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.workspace.file.FileState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepTest {
    private static final FileState FOUND = file("found");
    private static final FileState OTHERS = file("others");

    private static FileState file(String content) {
        return new FileState(FileState.Kind.FILE, 0644, 0, 0, 0, content.length(), content, 1, 1);
    }

    @ParameterizedTest
    @EnumSource
    void what_came_to_nothing_leaves_what_others_wrote_whatever_is_chosen(OnConflict onConflict) {
        assertThat(Step.back(FOUND, FOUND, OTHERS, onConflict)).isEqualTo(new Step(OTHERS, null));
        assertThat(Step.back(FOUND, FOUND, null, onConflict)).isEqualTo(new Step(null, null));
    }

    @ParameterizedTest
    @EnumSource
    void what_nobody_touched_goes_back(OnConflict onConflict) {
        assertThat(Step.back(FOUND, OTHERS, OTHERS, onConflict)).isEqualTo(new Step(FOUND, null));
        assertThat(Step.back(null, OTHERS, OTHERS, onConflict)).isEqualTo(new Step(null, null));
        assertThat(Step.back(FOUND, null, null, onConflict)).isEqualTo(new Step(FOUND, null));
    }
}
