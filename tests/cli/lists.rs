//! `carnet list`, `carnet moderator`, `carnet subscriber`.

use insta::assert_snapshot;

use crate::support::Env;

#[test]
fn r1_only_a_professional_address_owns_a_list() {
    let env = Env::with_domain();
    let created = env.run(["list", "create", "cp", "--owner", "Dir@ac-test.fr"]);
    assert_snapshot!(created, @"
    --- stdout
    List cp created, owned by Dir@ac-test.fr
    --- exit 0
    ");
    let refused = env.run_fr(["list", "create", "ce1", "--owner", "dir@gmail.com"]);
    assert_snapshot!(refused, @"
    --- stderr
    erreur : dir@gmail.com ne peut pas être propriétaire d’une liste : ce n’est pas une adresse professionnelle (R1)
    conseil : le domaine professionnel est ac-test.fr
    --- exit 77
    ");
    assert!(!env.home().join("lists/ce1.json").exists());
}
