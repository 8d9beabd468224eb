"""Defective returns on Ozon, from inspection to analysis.

A file imports what stands below it on this map, never above, and never beside:

    cli                                       what can be typed, and how errors are shown
    commands                                  one file per subcommand
    typer_words app                           what speaks for Typer; the parts of one run, each made when first used
    asking                                    what a person says besides options
    views                                     how an answer is shown
    casework                                  what is done
    sources                                   where cases come from
    store evidence letters reports example    what it is done with
    figures                                   what is worked out
    clocks                                    when what is due
    settings_file                             how the choices are read
    period money settings folders             what it is worked out from
    failures problems                         what files, settings and the store refuse; what a check can find
    errors                                    what is said wrongly or too early
    words                                     what is said about it
    kinds dealings guess                      what everyone may know
"""

__version__ = "0.1.0"
