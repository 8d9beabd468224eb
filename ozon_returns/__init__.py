"""Defective returns on Ozon, from inspection to analysis.

The ladder of imports. A file imports only what is on a line below its own; on the same line, only along an arrow (names left of
it import those right of it):

    cli manual → subcommands → completion → typer_words    the command line; the manual; the table; completion; the words of Typer
    commands → at_ozon field_options                one file per subcommand; what is done at Ozon; fields as options
    app → environment questions → prompts           the parts of one run; questions to a person
    views                                           how an answer is shown
    buyer tickets home → cases → products           what is done
    sources reports letters example                 where cases come from, what is asked of them, what is written
    store evidence ozon                             the doors to SQL, to pictures and to the network
    clocks                                          what is due when
    set_setting → settings_file line_fields product_fields → settings fields typed → files → batches money period field   what all else uses
    errors → words → vocabulary                     what everyone may know
"""

__version__ = "0.1.0"
