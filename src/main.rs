//! The `frist` program: hands the arguments to the library and turns the outcome into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    frist::cli::run(std::env::args_os(), frist::cli::on_terminal).into()
}
