"""Mistakes in the GRU's cell on the way back: four roads lead to a_prev, and each is easily forgotten or mixed up."""

from ..mistake import Mistake, Swap, form

ROADS = (
    "a⟨t-1⟩ was used four times: kept by 1 - Γu, looked at through Γr by the candidate, and read by both gates. Each "
    "use sends a gradient back, and da_prev is their sum."
)

MISTAKES = (
    Mistake(
        "gru_memory_path_forgotten",
        title="What the GRU kept sends nothing back",
        hint="How did a_prev get into a_next? There is a way that passes no matrix.",
        explanation=f"a⟨t⟩ = Γu c̃ + (1 - Γu) a⟨t-1⟩: what was kept comes back as (1 - Γu) da_next. {ROADS}",
        symptom="In one timestep only da_prev is wrong. In the loop the last column of dx is right and the others not.",
        forms=(
            form(
                "gru",
                Swap(
                    "da_prev",
                    lambda gamma_r, drelevant, Wu, dut, Wr, drt, n_a: (
                        gamma_r * drelevant + Wu[:, :n_a].T @ dut + Wr[:, :n_a].T @ drt
                    ),
                ),
            ),
        ),
    ),
    Mistake(
        "gru_relevance_forgotten",
        title="The candidate's gradient does not go back through the relevance gate",
        hint="What did the candidate look at: all of the memory?",
        explanation=f"The candidate read Γr a⟨t-1⟩, so its gradient is scaled by Γr on its way to a⟨t-1⟩. {ROADS}",
        symptom="In one timestep only da_prev is wrong. In the loop the last column of dx is right and the others not.",
        forms=(
            form(
                "gru",
                Swap(
                    "da_prev",
                    lambda gamma_u, da_next, drelevant, Wu, dut, Wr, drt, n_a: (
                        (1 - gamma_u) * da_next + drelevant + Wu[:, :n_a].T @ dut + Wr[:, :n_a].T @ drt
                    ),
                ),
            ),
        ),
    ),
    Mistake(
        "gru_gates_swapped",
        title="Γu and 1 - Γu change places on the way back",
        hint="Which share of a_next came from the candidate, and which from the memory?",
        explanation="Γu is the share of the candidate, 1 - Γu that of the memory. Some books and PyTorch have it the "
        "other way round: one convention forward and the other backward is a mistake in both.",
        symptom="dx is wrong in every column, the last one too.",
        forms=(
            form(
                "gru",
                Swap("dct", lambda da_next, gamma_u, cct: da_next * (1 - gamma_u) * (1 - cct**2)),
                Swap(
                    "da_prev",
                    lambda gamma_u, da_next, gamma_r, drelevant, Wu, dut, Wr, drt, n_a: (
                        gamma_u * da_next + gamma_r * drelevant + Wu[:, :n_a].T @ dut + Wr[:, :n_a].T @ drt
                    ),
                ),
            ),
        ),
    ),
    Mistake(
        "gru_candidate_of_whole_memory",
        title="Forward: the candidate looks at all of the memory",
        hint="The relevance gate is made. Where is it used?",
        explanation="The candidate reads [Γr a⟨t-1⟩; x⟨t⟩], what is left of the memory when the relevance gate has let "
        "it through, and not [a⟨t-1⟩; x⟨t⟩].",
        symptom="Every state is wrong.",
        forms=(form("gru", Swap("relevant", lambda a_prev: a_prev)),),
    ),
)
