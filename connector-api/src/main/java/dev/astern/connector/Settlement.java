package dev.astern.connector;

/** What the target itself says about an action whose answer was lost. */
public sealed interface Settlement {
    /** It took effect, exactly once; the images are there. */
    record Applied(Observed observed) implements Settlement {}

    /** It did not, and the fence makes sure that it never will. */
    record NeverApplied() implements Settlement {}

    /** The target can't tell, or can't be asked now. */
    record Unknown(Problem problem) implements Settlement {}
}
