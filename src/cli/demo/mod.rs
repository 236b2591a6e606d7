//! `copydesk demo`.

mod newsroom;
mod server;
mod tls;

use super::exit::Exit;

/// To be written.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(long, default_value_t = 0)]
    port: u16,
    #[arg(long)]
    log: Option<std::path::PathBuf>,
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let log = args.log.as_deref().map(server::Log::create).transpose()?;
        let server = server::Server::bind(newsroom::Newsroom::built_in()?, args.port, log).await?;
        println!("{}\n{}", server.address()?, server.authority());
        server.serve().await;
        Ok(Exit::Success)
    })
}
