// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @title HostileToken
/// @notice A settlement token that breaks what we assume of one: it takes a fee, lies, says nothing, or calls back. For tests.
contract HostileToken {
    /// @notice What it does wrong.
    enum Manner {
        Honest,
        TakesFee,
        Lies,
        SaysNothing,
        CallsBack
    }

    /// @notice What it does wrong now.
    Manner public manner;
    /// @notice Whether the last call back went through.
    bool public calledBack;

    address private _target;
    bytes private _message;

    /// @notice As in ERC-20.
    mapping(address holder => uint256) public balanceOf;
    /// @notice As in ERC-20.
    mapping(address holder => mapping(address spender => uint256)) public allowance;

    /// @notice Sets what it does wrong from now on.
    /// @param next What.
    function behave(Manner next) external {
        manner = next;
    }

    /// @notice Sets whom it calls back at each transfer.
    /// @param target Who.
    /// @param message With what.
    function callBack(address target, bytes calldata message) external {
        (manner, _target, _message) = (Manner.CallsBack, target, message);
    }

    /// @notice Issues tokens to anybody.
    /// @param to Who gets them.
    /// @param amount In base units.
    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    /// @notice As in ERC-20.
    /// @param spender Who may take.
    /// @param amount In base units.
    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    /// @notice As in ERC-20, in its manner.
    /// @param to The receiver.
    /// @param amount In base units.
    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    /// @notice As in ERC-20, in its manner.
    /// @param from The sender.
    /// @param to The receiver.
    /// @param amount In base units.
    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private {
        if (manner != Manner.Lies) {
            balanceOf[from] -= amount;
            balanceOf[to] += manner == Manner.TakesFee ? amount - 1 : amount;
        }
        // solhint-disable-next-line avoid-low-level-calls
        if (manner == Manner.CallsBack) (calledBack, ) = _target.call(_message);
        if (manner == Manner.SaysNothing) return;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(0, 1)
            return(0, 32)
        }
    }
}
